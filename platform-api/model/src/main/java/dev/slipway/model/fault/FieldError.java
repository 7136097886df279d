package dev.slipway.model.fault;

/// One field that was refused: a path such as `processes.web.port`, and why.
public record FieldError(String field, String message) {}
