package dev.slipway.platform.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps JGit from the machine: no configuration of the user or the system, no environment, no name of the host
/// . What a repository does follows from its own configuration and our code alone.
final class ClosedSystem extends SystemReader.Delegate {

    /// For the whole process; doing it again changes nothing. JGit measures the clock of each file system for
    /// seconds: it does so beside the work, and assumes the worst until it knows.
    static void install() {
        FS.FileStoreAttributes.setBackground(true);
        if (!(SystemReader.getInstance() instanceof ClosedSystem)) {
            SystemReader.setInstance(new ClosedSystem());
        }
    }

    private ClosedSystem() {
        super(SystemReader.getInstance());
    }

    @Override
    public String getHostname() {
        return "slipway";
    }

    @Override
    public String getenv(String variable) {
        return null;
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Empty(parent, fs);
    }

    private static final class Empty extends FileBasedConfig {
        Empty(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
