package dev.slipway.console.session;

import dev.slipway.console.client.Address;
import java.util.regex.Pattern;

/// Where a sign-in leads: a page of the console, whatever was asked for.
public record ReturnAddress(String path) {
    private static final Pattern PAGE = Pattern.compile("/console(/[A-Za-z0-9._~-]+)*/?");

    static ReturnAddress of(String asked) {
        boolean page =
                asked != null && PAGE.matcher(asked).matches() && !asked.contains("/..") && !asked.contains("/./");
        return new ReturnAddress(page ? asked : Address.ROOT.console());
    }
}
