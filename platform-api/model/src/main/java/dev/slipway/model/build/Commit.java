package dev.slipway.model.build;

/// The commit a build is made from. id is the full hash; author is `Name <mail>`; message its first line.
public record Commit(String id, String author, String message, String ref) {}
