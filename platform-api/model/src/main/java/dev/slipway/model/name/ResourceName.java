package dev.slipway.model.name;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a project or application: a DNS label of 2 to 30 characters, so that `<application>-<project>` fits
/// into one label of a hostname.
public record ResourceName(String value) {
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "api",
            "api-docs",
            "apps",
            "console",
            "git",
            "health",
            "hooks",
            "internal",
            "kubernetes",
            "localhost",
            "me",
            "metrics",
            "node",
            "openapi",
            "openshift",
            "platform",
            "root",
            "router",
            "slipway",
            "system",
            "www");

    /// Throws `NAME_INVALID` for the field `name`.
    public ResourceName {
        if (value == null || value.isEmpty()) {
            throw refused("is required");
        }
        if (value.length() < 2 || value.length() > 30) {
            throw refused("must have 2 to 30 characters");
        }
        if (!LABEL.matcher(value).matches()) {
            throw refused(
                    "must be lower-case letters, digits and hyphens, start with a letter and not end with a hyphen");
        }
        if (RESERVED.contains(value)) {
            throw refused("\"" + value + "\" is reserved");
        }
    }

    private static PlatformException refused(String why) {
        return PlatformException.field(
                ErrorCode.NAME_INVALID, "name", why, "Choose another name, for example \"my-shop\".");
    }

    @Override
    public String toString() {
        return value;
    }
}
