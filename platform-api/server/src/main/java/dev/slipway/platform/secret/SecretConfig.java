package dev.slipway.platform.secret;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where the key that seals secrets lies.
@ConfigMapping(prefix = "slipway.secrets")
public interface SecretConfig {
    /// A file with 32 random bytes in base64, outside the database and its backups, readable by the platform alone.
    Path keyFile();
}
