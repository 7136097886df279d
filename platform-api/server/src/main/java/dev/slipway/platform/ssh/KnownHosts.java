package dev.slipway.platform.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/// The keys that one host may present, of a text in the form of known_hosts (sshd(8)).
public record KnownHosts(List<PublicKey> keys) {
    /// Nobody said which.
    public static final KnownHosts NONE = new KnownHosts(List.of());

    private static final int LONGEST = 64 << 10;
    private static final int MOST = 50;

    public KnownHosts {
        keys = List.copyOf(keys);
    }

    /// Of the lines those for the host, hashed names too; port is never -1. Throws
    /// IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    public static KnownHosts parse(String text, String host, int port) {
        List<String> lines = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (text.length() > LONGEST || lines.size() > MOST) {
            throw new IllegalArgumentException("must have at most " + MOST + " lines and " + LONGEST + " characters");
        }
        List<PublicKey> keys = new ArrayList<>();
        for (String line : lines) {
            KnownHostEntry entry = entry(line);
            if (entry.isHostMatch(host, port)) {
                keys.add(key(entry));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("must have a key of " + name(host, port)
                    + ", such as ssh-keyscan prints: \"" + name(host, port) + " ssh-ed25519 AAAA…\"");
        }
        return new KnownHosts(keys);
    }

    private static KnownHostEntry entry(String line) {
        KnownHostEntry entry = null;
        try {
            entry = KnownHostEntry.parseKnownHostEntry(line);
        } catch (RuntimeException _) {
            // Said below.
        }
        if (entry == null || entry.getKeyEntry() == null) {
            throw new IllegalArgumentException("has a line that is not of the form \"host type key\"");
        }
        if (entry.getMarker() != null) {
            throw new IllegalArgumentException("must not have lines that begin with @");
        }
        return entry;
    }

    private static PublicKey key(KnownHostEntry entry) {
        try {
            return entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("has a key that cannot be read", e);
        }
    }

    public boolean has(PublicKey presented) {
        return keys.stream().anyMatch(key -> KeyUtils.compareKeys(key, presented));
    }

    /// As `SHA256:…`, after the key's type.
    public List<String> fingerprints() {
        return keys.stream().map(KnownHosts::fingerprint).toList();
    }

    /// Type and fingerprint of one key.
    public static String fingerprint(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }

    /// The line by which the host would be known.
    public static String line(String host, int port, PublicKey key) {
        return name(host, port) + " " + PublicKeyEntry.toString(key);
    }

    private static String name(String host, int port) {
        return port == 22 ? host : "[" + host + "]:" + port;
    }
}
