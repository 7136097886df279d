package dev.slipway.platform.upload;

import dev.slipway.model.resource.Bytes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/// The limits of archives that are sent with a build. How much may be in one is said by the limits of commits
/// (`slipway.git.max-tree`, `.max-files`, `.max-object`, `.max-path`): both become the source of a build.
@ConfigMapping(prefix = "slipway.uploads")
public interface UploadConfig {

    /// The largest archive, as it is sent.
    @WithDefault("256Mi")
    @WithConverter(BytesText.class)
    Bytes max();

    /// How many times larger than the archive its files may be; looked at from 16 MiB of files on.
    @WithDefault("100")
    int maxRatio();

    /// Archives received at a time; one more is told to come back later.
    @WithDefault("2")
    int atATime();

    /// The longest that a client may take to send its archive.
    @WithDefault("PT30M")
    Duration deadline();

    /// What must be free on the disk for an archive to be taken.
    @WithDefault("1Gi")
    @WithConverter(BytesText.class)
    Bytes keepFree();

    /// Reads `256Mi`.
    final class BytesText implements Converter<Bytes> {
        private static final long serialVersionUID = 1L;

        @Override
        public Bytes convert(String text) {
            return Bytes.parse(text);
        }
    }
}
