package dev.slipway.platform.secret;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with AES-256-GCM (NIST SP 800-38D): a fresh nonce of 12 bytes, then the ciphertext with its tag of
/// 16. Each text is bound to a context, so that a sealed value copied to another row does not open.
@Singleton
public class Sealer {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final byte[] master;
    private final SecretKeySpec sealing;

    @Inject
    public Sealer(SecretConfig config) throws IOException {
        this(Base64.getDecoder().decode(Files.readString(config.keyFile()).strip()));
    }

    /// Throws IllegalArgumentException where the key has not 32 bytes.
    public Sealer(byte[] master) {
        if (master.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + master.length + " bytes instead of " + KEY_BYTES);
        }
        this.master = master.clone();
        this.sealing = new SecretKeySpec(derive("sealing"), "AES");
    }

    /// A key of 32 bytes for another purpose, which tells nothing of this one.
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] seal(String text, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), context);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /// Throws IllegalStateException where the text was changed, or sealed with another key or for another context.
    public String open(byte[] sealed, String context) {
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] text = new byte[buffer.remaining()];
        buffer.get(text);
        return new String(crypt(Cipher.DECRYPT_MODE, nonce, text, context), StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, String context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret does not open: wrong key, or it was moved or changed", e);
        }
    }
}
