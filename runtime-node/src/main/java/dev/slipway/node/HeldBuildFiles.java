package dev.slipway.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.pipeline.HeldBuild;
import dev.slipway.build.pipeline.HeldBuilds;
import dev.slipway.node.seal.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// One sealed file per attempt, below one directory.
final class HeldBuildFiles implements HeldBuilds {
    private static final System.Logger LOG = System.getLogger(HeldBuildFiles.class.getName());

    private final Path directory;
    private final Seal seal;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    HeldBuildFiles(Path directory, Path credential) {
        this.directory = directory;
        this.seal = new Seal(credential, "slipway held build 1");
    }

    @Override
    public synchronized void save(HeldBuild build) {
        try {
            seal.write(file(build), json.writeValueAsBytes(build));
        } catch (IOException | GeneralSecurityException failure) {
            String id = build.order().id();
            LOG.log(System.Logger.Level.WARNING, "build " + id + " cannot be kept in " + directory + ": " + failure);
        }
    }

    @Override
    public synchronized void forget(HeldBuild build) {
        remove(file(build));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be removed: " + failure);
        }
    }

    private Path file(HeldBuild build) {
        UUID id = UUID.fromString(build.order().id());
        return directory.resolve(id + "-" + build.order().epoch());
    }

    /// Removes what nobody can read any more: of another credential, or half written.
    @Override
    public synchronized List<HeldBuild> load() {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream().flatMap(file -> read(file).stream()).toList();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, directory + " cannot be read: " + failure);
            return List.of();
        }
    }

    private Optional<HeldBuild> read(Path file) {
        try {
            return Optional.of(json.readValue(seal.read(file), HeldBuild.class));
        } catch (JsonProcessingException | GeneralSecurityException unreadable) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read and is removed: " + unreadable);
            remove(file);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read: " + failure);
        }
        return Optional.empty();
    }
}
