package dev.slipway.database;

/// JSON text on its way into a jsonb column.
public record Json(String text) {}
