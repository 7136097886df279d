package dev.slipway.platform;

import static java.util.Map.entry;

import dev.slipway.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.Map;

/// What the platform process needs around it: a database, keys, directories.
public final class PlatformUnderTest implements QuarkusTestResourceLifecycleManager {
    private Path home;

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("slipway-platform-test");
            Path key =
                    Files.writeString(home.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
            Path credential = Files.writeString(home.resolve("credential"), "node-credential-of-this-test");
            return Map.ofEntries(
                    entry("slipway.source.allow", "127.0.0.0/8"),
                    entry("slipway.uploads.max", "1Mi"),
                    entry("slipway.webhooks.kept", "20"),
                    entry("slipway.home", home.toString()),
                    entry("slipway.installation", "test"),
                    entry("slipway.database.url", TestDatabase.migratedUrl()),
                    entry("slipway.database.password", TestDatabase.password()),
                    entry("slipway.secrets.key-file", key.toString()),
                    entry("slipway.node.credential-file", credential.toString()),
                    entry(
                            "slipway.admin.token-file",
                            home.resolve("admin-token").toString()),
                    entry(
                            "slipway.admin.password-file",
                            home.resolve("admin-password").toString()),
                    entry(
                            "slipway.data.repositories",
                            home.resolve("repositories").toString()),
                    entry("slipway.data.build-logs", home.resolve("build-logs").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
