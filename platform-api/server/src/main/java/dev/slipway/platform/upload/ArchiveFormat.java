package dev.slipway.platform.upload;

import java.util.Arrays;
import java.util.Optional;

/// The forms in which a source may be sent.
public enum ArchiveFormat {
    GZIP("application/gzip", "tar.gz"),
    TAR("application/x-tar", "tar"),
    ZIP("application/zip", "zip");

    private final String mediaType;
    private final String ending;

    ArchiveFormat(String mediaType, String ending) {
        this.mediaType = mediaType;
        this.ending = ending;
    }

    /// Of a media type without parameters, in lower case.
    public static Optional<ArchiveFormat> of(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(mediaType))
                .findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    @Override
    public String toString() {
        return ending;
    }
}
