package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.database.Database;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.StageLine.End;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors;
import dev.slipway.model.source.SourceMirrors.Fetched;
import dev.slipway.model.source.SourceSubmodules;
import dev.slipway.model.source.SourceSubmodules.Brought;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Gets the source of builds that wait for it: fetches the application's mirror where the commit is not known, and the
/// commit's submodules where these are wanted, one build at a time for an application; then writes the commit into the
/// build's row, which makes it ready for a node. What is cancelled meanwhile is given up. A platform that dies in a
/// fetch begins it anew: the row still waits.
@Singleton
public class SourceFetches {
    private static final Logger LOG = Logger.getLogger(SourceFetches.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final String STAGE = "fetch";

    private final Database database;
    private final BuildQueue queue;
    private final SourceMirrors mirrors;
    private final SourceSubmodules submodules;
    private final FileBuildLogs logs;
    private final Bell bell;
    private final int atATime;
    private final Map<UUID, Fetching> fetching = new ConcurrentHashMap<>();
    private Loop loop;

    public SourceFetches(
            @Named("loops") Database database,
            BuildQueue queue,
            SourceMirrors mirrors,
            SourceSubmodules submodules,
            FileBuildLogs logs,
            Bell bell,
            @ConfigProperty(name = "slipway.source.fetches", defaultValue = "2") int atATime) {
        this.database = database;
        this.queue = queue;
        this.mirrors = mirrors;
        this.submodules = submodules;
        this.logs = logs;
        this.bell = bell;
        this.atATime = atATime;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("source-fetches", bell, Topic.BUILDS, PERIOD, this::turn);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        fetching.values().forEach(Fetching::giveUp);
    }

    /// Gives up what is not wanted any more, begins what is.
    void turn() {
        List<WantedCommit> wanted = database.transaction(WantedCommit::all);
        Set<UUID> builds = wanted.stream().map(WantedCommit::build).collect(Collectors.toSet());
        fetching.forEach((build, fetch) -> {
            if (!builds.contains(build)) {
                fetch.giveUp();
            }
        });
        Set<UUID> busy = fetching.values().stream().map(Fetching::application).collect(Collectors.toSet());
        for (WantedCommit next : wanted) {
            if (fetching.size() < atATime && busy.add(next.application())) {
                begin(next);
            }
        }
    }

    boolean atRest() {
        return fetching.isEmpty();
    }

    private void begin(WantedCommit wanted) {
        Fetching fetch = new Fetching(wanted.application());
        fetching.put(wanted.build(), fetch);
        Thread.ofVirtual().name("fetch-" + wanted.build()).start(() -> {
            try {
                fetch(wanted, fetch);
                fetching.remove(wanted.build());
                bell.ring(Topic.BUILDS);
            } catch (InterruptedException e) {
                LOG.debugf("The fetch for build %s was given up", wanted.build());
            } catch (IOException | RuntimeException e) {
                LOG.warnf(e, "The fetch for build %s is tried again", wanted.build());
            } finally {
                fetching.remove(wanted.build());
            }
        });
    }

    private void fetch(WantedCommit wanted, Fetching fetch) throws InterruptedException, IOException {
        begun(wanted.build());
        PlatformStage stage = PlatformStage.begin(logs, wanted.build(), STAGE);
        try {
            Commit commit = wanted.commit() == null ? found(wanted, fetch) : wanted.commit();
            if (wanted.submodules()) {
                bringSubmodules(wanted, commit, fetch);
            }
            queue.resolved(wanted.build(), commit, stage.end(End.DONE));
        } catch (FailedBuild e) {
            end(wanted.build(), e, stage);
        }
    }

    private Commit found(WantedCommit wanted, Fetching fetch) throws InterruptedException, IOException {
        logs.note(wanted.build(), "Fetching " + wanted.url() + (wanted.ref() == null ? "" : ", " + wanted.ref()));
        Fetched fetched = fetch.away(() -> mirror(wanted));
        Commit commit = fetched.commit();
        logs.note(
                wanted.build(),
                "Fetched %d KiB%s: %s is commit %.12s"
                        .formatted(fetched.bytes() >> 10, shown(fetched.credential()), commit.ref(), commit.id()));
        return commit;
    }

    private void bringSubmodules(WantedCommit wanted, Commit commit, Fetching fetch)
            throws InterruptedException, IOException {
        GitUrl from = wanted.url() == null ? null : GitUrl.parse(wanted.url());
        List<Brought> all = fetch.away(() -> submodules.fetch(wanted.application(), commit.id(), from));
        for (Brought one : all) {
            String how = one.bytes() == 0
                    ? "here already"
                    : "fetched %d KiB%s".formatted(one.bytes() >> 10, shown(one.credential()));
            logs.note(
                    wanted.build(),
                    "Submodule %s: commit %.12s of %s, %s".formatted(one.path(), one.commit(), one.url(), how));
        }
    }

    private static String shown(String credential) {
        return credential == null ? "" : " with the credential " + credential;
    }

    private Fetched mirror(WantedCommit wanted) throws InterruptedException {
        if (wanted.url() == null) {
            throw new FailedBuild(
                    FailureReason.FetchSourceFailed, "The application has no Git URL any more; nothing is fetched.");
        }
        return mirrors.fetch(
                wanted.application(),
                GitUrl.parse(wanted.url()),
                wanted.ref() == null ? null : new GitRef(wanted.ref()));
    }

    private void begun(UUID build) {
        database.run(sql -> sql.update("UPDATE builds SET stage = ? WHERE id = ? AND state = 'queued'", STAGE, build));
        bell.ring(Topic.STATUS);
    }

    private void end(UUID build, FailedBuild failure, PlatformStage stage) throws IOException {
        if (queue.unresolved(build, Ending.of(failure, stage.end(End.FAILED)))) {
            logs.note(build, failure.getMessage());
            logs.note(build, failure.reason().next());
            logs.finish(build);
        }
    }
}
