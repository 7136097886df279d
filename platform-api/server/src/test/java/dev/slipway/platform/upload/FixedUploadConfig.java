package dev.slipway.platform.upload;

import dev.slipway.model.resource.Bytes;
import java.time.Duration;

/// The limits of a test.
record FixedUploadConfig(Bytes max, int maxRatio, int atATime, Duration deadline, Bytes keepFree)
        implements UploadConfig {

    static FixedUploadConfig defaults() {
        return new FixedUploadConfig(Bytes.parse("256Mi"), 100, 2, Duration.ofMinutes(1), new Bytes(1));
    }

    FixedUploadConfig withMax(String most) {
        return new FixedUploadConfig(Bytes.parse(most), maxRatio, atATime, deadline, keepFree);
    }

    FixedUploadConfig keepingFree(String free) {
        return new FixedUploadConfig(max, maxRatio, atATime, deadline, Bytes.parse(free));
    }
}
