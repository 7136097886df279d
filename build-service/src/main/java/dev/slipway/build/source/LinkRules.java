package dev.slipway.build.source;

/// Which symbolic links may travel into a build: relative ones whose target, read as text, stays in the source.
final class LinkRules {
    private LinkRules() {}

    /// path is where the link stands below the source's root, target what it says.
    static boolean stays(String path, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        int depth = (int) path.chars().filter(character -> character == '/').count();
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }
}
