package dev.slipway.platform.git;

/// Signs git clients in and decides what they may do.
@FunctionalInterface
public interface PushAccess {

    /// authorization is the header as it came, or null: Basic with `user:password` or `user:token`. Throws
    /// PlatformException UNAUTHENTICATED, NOT_FOUND (also for what the user may not see), FORBIDDEN or
    /// RATE_LIMITED.
    PushTarget open(String authorization, String project, String application, Service service);
}
