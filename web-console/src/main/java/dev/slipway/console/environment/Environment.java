package dev.slipway.console.environment;

import java.util.List;

/// The variables of an application. The values of secrets are not told.
public record Environment(List<Variable> variables) {

    /// scope is "all", "build" or "run".
    public record Variable(String name, String value, Boolean secret, String scope) {
        public boolean hidden() {
            return Boolean.TRUE.equals(secret);
        }
    }
}
