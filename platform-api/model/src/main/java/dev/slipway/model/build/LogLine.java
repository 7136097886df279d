package dev.slipway.model.build;

/// A line of a build's log: its number, from 1; where it begins, in bytes from 0; and its text, plain and of at most
/// 500 characters.
public record LogLine(int line, long offset, String text) {}
