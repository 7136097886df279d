package dev.slipway.node.seal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Files of mode 0600 sealed with AES-256-GCM; the key comes by HKDF-SHA-256 from the node's credential. A new
/// credential makes files of before unreadable. What was sealed for one purpose does not open for another.
public final class Seal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Path credential;
    private final String purpose;
    private final SecureRandom random = new SecureRandom();

    public Seal(Path credential, String purpose) {
        this.credential = credential;
        this.purpose = purpose;
    }

    /// Replaces the file whole; durable when it returns. Its directory is made when it is missing.
    public void write(Path file, byte[] content) throws IOException, GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // Not a channel: an interrupted thread would close it and lose the content.
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(nonce);
            out.write(sealed);
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// Throws GeneralSecurityException when it was sealed by something else, NoSuchFileException when it is not there.
    public byte[] read(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < NONCE) {
            throw new GeneralSecurityException(file + " is too short");
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE);
        return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE, bytes.length - NONCE);
    }

    private Cipher cipher(int mode, byte[] nonce) throws IOException, GeneralSecurityException {
        byte[] secret = Files.readString(credential).strip().getBytes(StandardCharsets.UTF_8);
        byte[] what = purpose.getBytes(StandardCharsets.UTF_8);
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(what, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(what);
        return cipher;
    }
}
