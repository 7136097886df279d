package dev.slipway.platform.http;

import jakarta.ws.rs.QueryParam;

/// `?limit=&cursor=` of a list.
public record PageQuery(
        @QueryParam("limit") String limit,
        @QueryParam("cursor") String cursor) {

    /// Throws FIELD_TYPE for either, FIELD_INVALID for a limit out of range.
    public Page.Request page() {
        return Page.Request.of(limit, cursor);
    }
}
