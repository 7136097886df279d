package dev.slipway.platform.identity;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Where the first administrator's password and token are left for whoever owns the machine.
@ConfigMapping(prefix = "slipway.admin")
public interface IdentityConfig {
    Optional<Path> passwordFile();

    Optional<Path> tokenFile();
}
