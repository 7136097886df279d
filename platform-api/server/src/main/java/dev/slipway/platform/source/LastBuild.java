package dev.slipway.platform.source;

/// The newest build of an application that was of its source's ref, as far as a refresh needs it. commit is null while,
/// or where, none was found; open is whether it has not ended.
record LastBuild(String commit, boolean open) {

    /// Whether the commit at the tip needs a build: it is not the newest one that was built, or tried, and no build
    /// that waits is about to look for it.
    static boolean needed(LastBuild last, String tip) {
        if (last == null) {
            return true;
        }
        return last.commit == null ? !last.open : !last.commit.equals(tip);
    }
}
