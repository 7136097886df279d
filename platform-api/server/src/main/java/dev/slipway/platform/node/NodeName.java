package dev.slipway.platform.node;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.regex.Pattern;

/// The name of a node: 1 to 63 lower-case letters, digits and hyphens.
record NodeName(String value) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    /// Throws NAME_INVALID for the field `name`.
    NodeName {
        if (value == null || !NAME.matcher(value).matches()) {
            throw PlatformException.field(
                    ErrorCode.NAME_INVALID,
                    "name",
                    "must be 1 to 63 lower-case letters, digits and hyphens",
                    "Set slipway.node.name on the node.");
        }
    }

    /// What to answer for a node that never registered, or was forgotten.
    PlatformException unknown() {
        return PlatformException.notFound("Node \"" + value + "\"", "A node registers when it starts.");
    }
}
