package dev.slipway.platform.git;

import dev.slipway.model.resource.Bytes;

/// The limits of a test of another package, small enough to be reached.
public final class SmallGitConfig {
    private SmallGitConfig() {}

    public static GitConfig defaults() {
        FixedGitConfig usual = FixedGitConfig.defaults();
        return new FixedGitConfig(
                usual.maxPack(),
                Bytes.parse("48Mi"),
                Bytes.parse("64Mi"),
                1000,
                usual.maxPath(),
                usual.maxRefs(),
                usual.operations(),
                usual.patience(),
                usual.deadline(),
                usual.keepAlive());
    }
}
