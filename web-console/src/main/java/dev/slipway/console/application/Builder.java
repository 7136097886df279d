package dev.slipway.console.application;

import java.util.List;
import java.util.stream.Stream;

/// A builder of the catalogue.
public record Builder(String name, List<String> versions, String description, List<String> detects) {

    record Listing(List<Builder> items) {}

    public Stream<String> references() {
        return versions.stream().map(version -> name + ":" + version);
    }
}
