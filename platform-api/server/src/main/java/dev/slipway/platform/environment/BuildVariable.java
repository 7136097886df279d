package dev.slipway.platform.environment;

/// A variable of one build alone, as clients send it; never read back.
public record BuildVariable(String name, String value) {}
