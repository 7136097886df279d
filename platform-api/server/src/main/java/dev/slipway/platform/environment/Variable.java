package dev.slipway.platform.environment;

/// One variable as clients send and read it. scope is "all" (the default), "build" or "run"; value is null in answers
/// where secret.
public record Variable(String name, String value, Boolean secret, String scope) {
    static Variable of(EnvironmentRow row) {
        return new Variable(row.name, row.value, row.secret, row.scope);
    }
}
