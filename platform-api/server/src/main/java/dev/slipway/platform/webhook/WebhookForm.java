package dev.slipway.platform.webhook;

import dev.slipway.model.fault.PlatformException;
import java.util.List;

/// Checks what a client says about a webhook. Pure.
final class WebhookForm {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ADDRESS = 1000;
    private static final int MOST_PATTERNS = 50;

    private WebhookForm() {}

    /// What is null stays as it is. Throws FIELD_INVALID.
    static Filters filters(WebhookResource.Request request, Filters before) {
        return new Filters(
                request.pushes() == null ? before.pushes() : request.pushes(),
                patterns("tags", request.tags(), before.tags()),
                request.pullRequests() == null ? before.pullRequests() : request.pullRequests(),
                patterns("paths", request.paths(), before.paths()),
                request.repository() == null ? before.repository() : repository(request.repository()));
    }

    private static List<String> patterns(String field, List<String> said, List<String> before) {
        if (said == null) {
            return before;
        }
        if (said.size() > MOST_PATTERNS) {
            throw PlatformException.invalid(field, "must be at most " + MOST_PATTERNS);
        }
        for (int i = 0; i < said.size(); i++) {
            PathPattern.of(field + "[" + i + "]", said.get(i));
        }
        return said;
    }

    /// Null where it is the source's own.
    private static String repository(String address) {
        if (address.isEmpty()) {
            return null;
        }
        if (address.length() > LONGEST_ADDRESS || RepositoryAddress.of(address).host() == null) {
            throw PlatformException.invalid("repository", "must be an address such as https://host/owner/name.git");
        }
        return address;
    }

    /// Throws FIELD_INVALID.
    static String name(String said, String otherwise) {
        if (said == null) {
            return otherwise;
        }
        if (said.isBlank() || said.length() > LONGEST_NAME || said.chars().anyMatch(Character::isISOControl)) {
            throw PlatformException.invalid("name", "must have 1 to " + LONGEST_NAME + " characters on one line");
        }
        return said.strip();
    }
}
