package dev.slipway.platform.webhook;

import java.util.List;

/// What of a webhook's deliveries is built. tags are patterns of names, none where tags are not built; paths are
/// those of which a push must change one, none where every push counts; repository is the address that the sender
/// knows the repository by, where that is not the source's own, else null.
record Filters(boolean pushes, List<String> tags, boolean pullRequests, List<String> paths, String repository) {
    static final Filters USUAL = new Filters(true, List.of(), false, List.of(), null);

    boolean takesTag(String name) {
        return !tags.isEmpty() && PathPattern.counts(patterns(tags), name);
    }

    /// True also where the paths are not known, null.
    boolean touches(List<String> changed) {
        List<PathPattern> patterns = patterns(paths);
        return patterns.isEmpty()
                || changed == null
                || changed.stream().anyMatch(path -> PathPattern.counts(patterns, path));
    }

    private static List<PathPattern> patterns(List<String> texts) {
        return texts.stream().map(PathPattern::new).toList();
    }
}
