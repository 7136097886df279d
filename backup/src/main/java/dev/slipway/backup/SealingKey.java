package dev.slipway.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that seals secrets in the database. It is in no archive; an archive says by an HMAC-SHA-256 which
/// key it belongs to, and is sealed with it against changes.
final class SealingKey {
    private static final int BYTES = 32;

    private final byte[] key;

    private SealingKey(byte[] key) {
        this.key = key;
    }

    /// Throws BackupException where the file is not the key of an installation.
    static SealingKey read(Path file) throws IOException {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException | java.nio.charset.MalformedInputException _) {
            key = new byte[0];
        }
        if (key.length != BYTES) {
            throw new BackupException(file + " is not the sealing key of an installation");
        }
        return new SealingKey(key);
    }

    String proof() {
        return mac("slipway backup: which key");
    }

    String seal(byte[] manifest) {
        return mac("slipway backup: manifest\n" + HexFormat.of().formatHex(manifest));
    }

    static boolean same(String one, String other) {
        return one != null && other != null && MessageDigest.isEqual(one.getBytes(), other.getBytes());
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
