package dev.slipway.platform.upload;

import dev.slipway.platform.git.GitConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Kept archives as the platform process has them.
@Singleton
public class UploadWiring {

    /// Beside the repositories, where nothing else is said.
    @Produces
    @Singleton
    Uploads uploads(
            @ConfigProperty(name = "slipway.data.repositories") Path repositories,
            @ConfigProperty(name = "slipway.data.uploads") Optional<Path> uploads) {
        return new Uploads(uploads.orElseGet(() -> repositories.toAbsolutePath().resolveSibling("uploads")));
    }

    @Produces
    @Singleton
    ArchiveIntake intake(UploadConfig config, GitConfig limits, Uploads uploads) {
        return new ArchiveIntake(config, limits, uploads);
    }
}
