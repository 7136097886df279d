package dev.slipway.platform.source;

import dev.slipway.model.resource.Bytes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/// What may be fetched from outside, from where, and how much of it.
@ConfigMapping(prefix = "slipway.source")
public interface SourceConfig {

    /// Addresses and ranges (`10.1.0.0/16`) that Git URLs may lead to although they are not public.
    Optional<List<@WithConverter(RangeText.class) AddressRange>> allow();

    /// The directory below which `file://` URLs may lead; without it they are refused.
    Optional<Path> files();

    /// A PEM file of the certificates that Git servers are trusted by, instead of the machine's own.
    Optional<Path> caBundle();

    /// The most that one fetch may bring, compressed.
    @WithDefault("256Mi")
    @WithConverter(BytesText.class)
    Bytes maxPack();

    /// The longest that one fetch may take.
    @WithDefault("PT5M")
    Duration timeout();

    /// The longest that the look at a repository before anything is created may take.
    @WithDefault("PT30S")
    Duration checkTimeout();

    /// Checks of sources at a time; one more is told to come back later.
    @WithDefault("2")
    int checks();

    /// Reads `10.1.0.0/16`.
    final class RangeText implements Converter<AddressRange> {
        private static final long serialVersionUID = 1L;

        @Override
        public AddressRange convert(String text) {
            return AddressRange.parse(text);
        }
    }

    /// Reads `256Mi`.
    final class BytesText implements Converter<Bytes> {
        private static final long serialVersionUID = 1L;

        @Override
        public Bytes convert(String text) {
            return Bytes.parse(text);
        }
    }
}
