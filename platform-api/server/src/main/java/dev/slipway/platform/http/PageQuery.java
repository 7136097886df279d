package dev.slipway.platform.http;

import jakarta.ws.rs.QueryParam;

/// `?limit=&cursor=` of a list.
public record PageQuery(
        @QueryParam("limit") String limit,
        @QueryParam("cursor") String cursor) {

    /// Throws FIELD_INVALID for either.
    public Page.Request page() {
        return Page.Request.of(limit, cursor);
    }
}
