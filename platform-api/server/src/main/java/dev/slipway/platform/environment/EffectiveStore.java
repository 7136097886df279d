package dev.slipway.platform.environment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceEnvironment;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import dev.slipway.platform.database.JsonColumns;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the layers of an application's environment: from the builder's image and the source of the current release,
/// from the application, and what the platform adds.
@Singleton
class EffectiveStore {
    private static final int LONGEST_FILE = 1 << 20;

    private final EnvironmentStore environment;
    private final SourceTrees sources;
    private final JsonColumns json;

    EffectiveStore(EnvironmentStore environment, SourceTrees sources, JsonColumns json) {
        this.environment = environment;
        this.sources = sources;
        this.json = json;
    }

    private record Current(
            int release,
            boolean assembled,
            String commit,
            boolean submodules,
            String upload,
            String directory,
            Map<String, String> builder) {
        /// Null where the release was made of neither, or of a Dockerfile, which reads no environment of the source.
        SourceReference source() {
            if (!assembled) {
                return null;
            }
            if (upload != null) {
                return new SourceReference.OfArchive(upload);
            }
            return commit == null ? null : new SourceReference.OfCommit(commit, submodules);
        }
    }

    /// Of the process web of the current release; before the first release without the builder's and the source's.
    EffectiveEnvironment of(Sql sql, String project, Application application) {
        Optional<Current> current = current(sql, application);
        return EffectiveEnvironment.of(
                current.map(Current::release).orElse(null),
                new EffectiveEnvironment.Layers(
                        current.map(Current::builder).orElse(Map.of()),
                        current.filter(found -> found.source() != null)
                                .map(found -> source(application, found))
                                .orElse(Map.of()),
                        environment.list(application.id()),
                        platform(project, application, current)));
    }

    private Optional<Current> current(Sql sql, Application application) {
        return sql.first(
                """
                SELECT r.version, b.builder IS DISTINCT FROM ? AS assembled, r.commit_id, coalesce(b.submodules, false) AS submodules, b.upload, coalesce(b.directory, b.context_dir) AS directory,
                  (SELECT o.environment FROM catalogue o
                  WHERE o.name || ':' || o.version = b.builder OR o.name = b.builder
                  ORDER BY o.version DESC LIMIT 1) AS environment
                FROM releases r LEFT JOIN builds b
                  ON b.application_id = r.application_id AND b.number = r.build_number
                WHERE r.application_id = ? AND r.version = ?
                """,
                row -> new Current(
                        row.integer("version"),
                        row.flag("assembled"),
                        row.text("commit_id"),
                        row.flag("submodules"),
                        row.text("upload"),
                        row.text("directory"),
                        row.text("environment") == null
                                ? Map.of()
                                : json.read(row.text("environment"), new TypeReference<>() {})),
                BuildOrder.DOCKERFILE,
                application.id(),
                application.currentRelease());
    }

    /// None where the source is not there any more.
    private Map<String, String> source(Application application, Current current) {
        String file = path(
                current.directory() == null ? application.settings().source().contextDir() : current.directory());
        try (SourceTree tree = sources.open(application.id(), current.source())) {
            for (SourceTree.Entry entry : tree.entries()) {
                if (entry.path().equals(file) && entry.size() <= LONGEST_FILE && isFile(entry)) {
                    return SourceEnvironment.parse(text(tree, entry));
                }
            }
            return Map.of();
        } catch (PlatformException _) {
            return Map.of();
        }
    }

    private static String path(String contextDir) {
        return (contextDir.isEmpty() ? "" : contextDir + "/") + SourceEnvironment.FILE;
    }

    private static boolean isFile(SourceTree.Entry entry) {
        return entry.kind() == SourceTree.Kind.FILE || entry.kind() == SourceTree.Kind.EXECUTABLE;
    }

    private static String text(SourceTree tree, SourceTree.Entry entry) {
        try (InputStream in = tree.open(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> platform(String project, Application application, Optional<Current> current) {
        Map<String, String> values = new TreeMap<>();
        values.put("SLIPWAY_PROJECT", project);
        values.put("SLIPWAY_APPLICATION", application.name());
        current.ifPresent(one -> {
            values.put("SLIPWAY_RELEASE", String.valueOf(one.release()));
            if (one.commit() != null) {
                values.put("SLIPWAY_COMMIT", one.commit());
            }
        });
        ProcessSpec web = application.settings().processes().get(ProcessSpec.WEB);
        if (web != null && web.port() != null) {
            values.put("PORT", String.valueOf(web.port()));
        }
        return values;
    }
}
