package dev.slipway.platform.identity;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// The file with the administrator's first password lives until that password is changed.
@Singleton
class FirstPassword {
    private final IdentityConfig config;

    FirstPassword(IdentityConfig config) {
        this.config = config;
    }

    void forget(String user) {
        if (user.equals(FirstAdministrator.NAME)) {
            config.passwordFile().ifPresent(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
