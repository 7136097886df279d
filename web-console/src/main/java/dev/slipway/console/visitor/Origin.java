package dev.slipway.console.visitor;

/// Where a request that changes something comes from, as the browser says. Any part may be null: browsers leave
/// Sec-Fetch-Site out on addresses they do not trust, and say `null` for an origin they keep to themselves.
record Origin(String fetchSite, String origin, String host) {

    /// Whether the browser says that another site made this request.
    boolean foreign() {
        if (fetchSite != null) {
            return !fetchSite.equals("same-origin");
        }
        return origin != null
                && !origin.equals("null")
                && !origin.replaceFirst("^https?://", "").equals(host);
    }
}
