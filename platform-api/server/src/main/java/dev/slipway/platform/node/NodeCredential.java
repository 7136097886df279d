package dev.slipway.platform.node;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What nodes prove themselves with: the content of a file that the launcher makes. It is read at every question,
/// so that a new credential needs no restart. Without a file no node is let in.
@Singleton
class NodeCredential {
    private static final String SCHEME = "Bearer ";

    private final Optional<Path> file;

    NodeCredential(@ConfigProperty(name = "slipway.node.credential-file") Optional<String> file) {
        this.file = file.map(Path::of);
    }

    /// Whether the value of an Authorization header (or null) is this credential; takes the same time for every
    /// wrong one of a length.
    boolean matches(String authorization) {
        if (file.isEmpty() || authorization == null || !authorization.startsWith(SCHEME)) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        byte[] wanted = content(file.get());
        return wanted.length > 0 && MessageDigest.isEqual(given, wanted);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("slipway.node.credential-file cannot be read", e);
        }
    }
}
