package dev.slipway.platform.ssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.DSAKey;
import java.security.interfaces.RSAKey;
import java.util.Iterator;
import javax.security.auth.login.LoginException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/// A private key with its public half. No text that this record makes by itself holds the private one.
public record SshKey(KeyPair pair) {
    private static final int LONGEST = 16 << 10;
    private static final int SHORTEST_RSA = 2048;
    private static final int ED25519_BITS = 256;

    /// A key of OpenSSH or in PEM, without a passphrase: Ed25519, ECDSA, or RSA of 2,048 bits and more. Throws
    /// IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    public static SshKey parse(String text) {
        if (text.length() > LONGEST || !text.contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException(
                    "must be one private key of OpenSSH or in PEM: -----BEGIN OPENSSH PRIVATE KEY----- …");
        }
        KeyPair pair = read(text);
        if (pair.getPublic() instanceof DSAKey
                || pair.getPublic() instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            throw new IllegalArgumentException("is too weak: use Ed25519, ECDSA, or RSA of " + SHORTEST_RSA + " bits");
        }
        return new SshKey(pair);
    }

    private static KeyPair read(String text) {
        try {
            byte[] bytes = (text.strip() + "\n").getBytes(StandardCharsets.UTF_8);
            Iterable<KeyPair> all =
                    SecurityUtils.loadKeyPairIdentities(null, () -> "the key", new ByteArrayInputStream(bytes), null);
            Iterator<KeyPair> keys = all == null ? null : all.iterator();
            if (keys == null || !keys.hasNext()) {
                throw new IllegalArgumentException("has no private key that can be read");
            }
            KeyPair first = keys.next();
            if (keys.hasNext()) {
                throw new IllegalArgumentException("must be one key, not several");
            }
            return first;
        } catch (LoginException e) {
            throw new IllegalArgumentException("must have no passphrase: ssh-keygen -p takes it away", e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw e instanceof IllegalArgumentException told && told.getCause() == null
                    ? told
                    : new IllegalArgumentException("has no private key that can be read", e);
        }
    }

    /// A new Ed25519 key.
    public static SshKey generate() {
        try {
            return new SshKey(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The private key in the form of OpenSSH: a secret.
    public String privateText() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    pair, "slipway", (OpenSSHKeyEncryptionContext) null, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /// One line, as it stands in authorized_keys and as forges take it.
    public String publicText() {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    @Override
    public String toString() {
        return "key " + KeyUtils.getFingerPrint(pair.getPublic());
    }
}
