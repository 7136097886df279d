package dev.slipway.node.agent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.node.seal.Seal;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/// The last desired state on disk, so that instances and routes live on without the platform. It holds run secrets, so
/// it is sealed. A new credential makes the old file unreadable, which only costs one answer of the platform.
public final class DesiredStateFile {
    private static final System.Logger LOG = System.getLogger(DesiredStateFile.class.getName());

    private final Path file;
    private final Seal seal;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// The file's directory is made when it is missing.
    public DesiredStateFile(Path file, Path credential) {
        this.file = file;
        this.seal = new Seal(credential, "slipway desired state 1");
    }

    /// Durable when it returns. A disk that fails is logged; the node works on without the file.
    public synchronized void save(DesiredState state) {
        try {
            seal.write(file, json.writeValueAsBytes(state));
        } catch (IOException | GeneralSecurityException failure) {
            LOG.log(System.Logger.Level.WARNING, "the desired state cannot be kept in " + file + ": " + failure);
        }
    }

    /// Empty when there is none or it cannot be read with the present credential.
    public synchronized Optional<DesiredState> load() {
        try {
            return Optional.of(json.readValue(seal.read(file), DesiredState.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read and is left aside: " + unreadable);
            return Optional.empty();
        }
    }
}
