package dev.slipway.model.assignment;

import java.util.Map;

/// Answer to GET /node/v1/builds/{id}/scripts: those that are there, by name. failure is why nobody can know, a
/// sentence for the user, and null otherwise.
public record FetchedScripts(Map<String, byte[]> scripts, String failure) {}
