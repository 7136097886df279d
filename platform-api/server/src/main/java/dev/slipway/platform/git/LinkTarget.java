package dev.slipway.platform.git;

/// Where a symbolic link of a repository points, by its text alone: links on the way are not followed.
public final class LinkTarget {
    private LinkTarget() {}

    /// Whether a link at path (relative, '/') leaves the tree: an absolute target, or more `..` than directories.
    public static boolean leaves(String path, String target) {
        if (target.isEmpty() || target.startsWith("/")) {
            return true;
        }
        int depth = path.split("/").length - 1;
        for (String segment : target.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> depth--;
                default -> depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
