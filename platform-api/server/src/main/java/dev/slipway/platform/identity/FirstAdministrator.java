package dev.slipway.platform.identity;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// Makes the administrator at the first start, and keeps a good token of it on the machine.
@ApplicationScoped
public class FirstAdministrator {
    static final String NAME = "admin";
    private static final int PASSWORD_BYTES = 18;
    private static final Duration TOKEN_LIFE = Duration.ofDays(365);

    private final Users users;
    private final Tokens tokens;
    private final IdentityConfig config;

    FirstAdministrator(Users users, Tokens tokens, IdentityConfig config) {
        this.users = users;
        this.tokens = tokens;
        this.config = config;
    }

    void onStart(@Observes StartupEvent started) {
        if (users.none()) {
            String password = randomPassword();
            // First: a password that was written and is nobody's yet is made anew; one of somebody would be lost.
            config.passwordFile().ifPresent(file -> write(file, password));
            users.create(NAME, password, true, Integer.MAX_VALUE);
        }
        config.tokenFile().ifPresent(this::keepToken);
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void keepToken(Path file) {
        if (!Files.exists(file) || tokens.principal(read(file)).isEmpty()) {
            users.find(NAME)
                    .ifPresent(admin -> write(
                            file,
                            tokens.create(admin.id(), "admin-token", List.of(Scope.values()), null, TOKEN_LIFE, null)
                                    .text()));
        }
    }

    /// The file with the first password lives until that password is changed.
    void passwordChanged(String user) {
        if (user.equals(NAME)) {
            config.passwordFile().ifPresent(FirstAdministrator::remove);
        }
    }

    /// The token on the machine is made anew when it ended with the others.
    void tokensRevoked(String user) {
        if (user.equals(NAME)) {
            config.tokenFile().ifPresent(this::keepToken);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String value) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, (value + "\n").getBytes(StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--------"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
