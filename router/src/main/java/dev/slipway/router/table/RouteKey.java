package dev.slipway.router.table;

/// What makes a route unique in a table: its host in lower case and its path.
public record RouteKey(String host, String path) {}
