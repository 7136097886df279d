package dev.slipway.platform.build;

import java.util.UUID;

/// The current release of an application was built with another image than its builder has now. settled
/// is whether nothing of the application is under way: no build, no release to come, no deployment.
/// taken is whether this image was the cause of a build of it before; room is whether another build of
/// its project may wait.
record BuilderChange(
        UUID application,
        UUID build,
        String builder,
        String builtWith,
        String present,
        boolean settled,
        boolean taken,
        boolean room) {
    private static final int SHORT = "sha256:".length() + 12;

    /// Whether it is to be built again now.
    boolean due() {
        return settled && !taken && room && !present.equals(builtWith);
    }

    /// For people.
    String cause() {
        return "builder image changed: %s %s -> %s".formatted(builder, brief(builtWith), brief(present));
    }

    private static String brief(String id) {
        return id.length() <= SHORT ? id : id.substring(0, SHORT) + "…";
    }
}
