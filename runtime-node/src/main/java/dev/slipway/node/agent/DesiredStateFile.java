package dev.slipway.node.agent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.model.assignment.DesiredState;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// The last desired state on disk, so that instances and routes live on without the platform. It holds run secrets:
/// mode 0600, AES-256-GCM, key by HKDF-SHA-256 from the node's credential. A new credential makes the old file
/// unreadable, which only costs one answer of the platform.
public final class DesiredStateFile {
    private static final String PURPOSE = "slipway desired state 1";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final System.Logger LOG = System.getLogger(DesiredStateFile.class.getName());

    private final Path file;
    private final Path credential;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// The file's directory is made when it is missing.
    public DesiredStateFile(Path file, Path credential) {
        this.file = file;
        this.credential = credential;
    }

    /// Durable when it returns. A disk that fails is logged; the node works on without the file.
    public synchronized void save(DesiredState state) {
        try {
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(json.writeValueAsBytes(state));
            write(nonce, sealed);
        } catch (IOException | GeneralSecurityException failure) {
            LOG.log(System.Logger.Level.WARNING, "the desired state cannot be kept in " + file + ": " + failure);
        }
    }

    private void write(byte[] nonce, byte[] sealed) throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // Not a channel: an interrupted thread would close it and lose the state.
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(nonce);
            out.write(sealed);
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Empty when there is none or it cannot be read with the present credential.
    public synchronized Optional<DesiredState> load() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer content = ByteBuffer.wrap(bytes);
            byte[] nonce = new byte[NONCE];
            content.get(nonce);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE, content.remaining());
            return Optional.of(json.readValue(plain, DesiredState.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read and is left aside: " + unreadable);
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws IOException, GeneralSecurityException {
        byte[] secret = Files.readString(credential).strip().getBytes(StandardCharsets.UTF_8);
        byte[] purpose = PURPOSE.getBytes(StandardCharsets.UTF_8);
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(purpose, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose);
        return cipher;
    }
}
