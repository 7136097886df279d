package dev.slipway.platform.registry;

import dev.slipway.model.fault.PlatformException;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks what an administrator says about a registry. Pure.
final class RegistryForm {
    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
    /// As references name one: with a dot or a port, or localhost.
    private static final Pattern HOST = Pattern.compile(
            "localhost|" + LABEL + "(?:\\." + LABEL + ")+|" + LABEL + "(?:\\." + LABEL + ")*:[0-9]{1,5}");

    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_USERNAME = 255;
    private static final int LONGEST_PASSWORD = 8192;

    private RegistryForm() {}

    /// Docker's own, as engines and people also call it.
    private static final Set<String> DOCKER = Set.of("index.docker.io", "registry-1.docker.io");

    /// Throws FIELD_INVALID.
    static RegistryResource.Request checked(String host, RegistryResource.Request said) {
        if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
            throw PlatformException.invalid(
                    "host",
                    "must be what references begin with, in lower case, such as registry.example.org or localhost:5000");
        }
        if (DOCKER.contains(host)) {
            throw PlatformException.invalid("host", "must be docker.io, as references to its images begin");
        }
        if (!fits(said.username(), LONGEST_USERNAME) || said.username().indexOf(':') >= 0) {
            throw PlatformException.invalid(
                    "username", "must have 1 to " + LONGEST_USERNAME + " characters on one line, without \":\"");
        }
        if (!fits(said.password(), LONGEST_PASSWORD)) {
            throw PlatformException.invalid(
                    "password", "must have 1 to " + LONGEST_PASSWORD + " characters on one line; it may be a token");
        }
        return said;
    }

    private static boolean fits(String text, int longest) {
        return text != null
                && !text.isEmpty()
                && text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl);
    }
}
