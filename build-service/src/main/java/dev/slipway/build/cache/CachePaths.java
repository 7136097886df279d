package dev.slipway.build.cache;

import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.regex.Pattern;

/// The directories that a builder image declares by its label, a comma-separated list of absolute paths. Pure.
final class CachePaths {
    static final String LABEL = "dev.slipway.caches";

    private static final int MOST = 8;
    private static final Pattern PATH = Pattern.compile("(?!/(proc|sys|dev)(/|$))(/(?!\\.{1,2}(/|$))[^/\0]+)+");

    private CachePaths() {}

    /// The first eight of those that can be directories of an image's own.
    static List<String> of(ImageDescription image) {
        return image.words(LABEL).stream()
                .filter(path -> PATH.matcher(path).matches())
                .distinct()
                .limit(MOST)
                .toList();
    }
}
