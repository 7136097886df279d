package dev.slipway.platform.git;

import dev.slipway.model.resource.Bytes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/// The limits of the Git server. What is beyond them is refused with a sentence that names the limit.
@ConfigMapping(prefix = "slipway.git")
public interface GitConfig {

    /// The most that one push may send, compressed.
    @WithDefault("256Mi")
    @WithConverter(BytesText.class)
    Bytes maxPack();

    /// The largest single file, in any commit of a push.
    @WithDefault("100Mi")
    @WithConverter(BytesText.class)
    Bytes maxObject();

    /// The sum of all files of a commit that is built.
    @WithDefault("2Gi")
    @WithConverter(BytesText.class)
    Bytes maxTree();

    /// Files and directories of a commit that is built.
    @WithDefault("100000")
    int maxFiles();

    /// Bytes of a path from the root of the repository.
    @WithDefault("1024")
    int maxPath();

    /// Branches and tags of one repository.
    @WithDefault("10000")
    int maxRefs();

    /// Fetches and pushes served at a time; watching a build after a push does not count.
    @WithDefault("16")
    int operations();

    /// How long one more waits for its turn before it is told to come back later.
    @WithDefault("PT2M")
    Duration patience();

    /// The longest that a client may take to send its request.
    @WithDefault("PT30M")
    Duration deadline();

    /// Silence after which a sign of life is sent to who watches a build.
    @WithDefault("PT5S")
    Duration keepAlive();

    /// Reads `256Mi`.
    final class BytesText implements Converter<Bytes> {
        private static final long serialVersionUID = 1L;

        @Override
        public Bytes convert(String text) {
            return Bytes.parse(text);
        }
    }
}
