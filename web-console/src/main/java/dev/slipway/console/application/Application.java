package dev.slipway.console.application;

import dev.slipway.console.client.Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An application as the platform tells it.
public record Application(
        String name,
        String project,
        Source source,
        String builder,
        Map<String, ProcessSpec> processes,
        Integer port,
        String gitUrl,
        String url,
        Status status,
        Integer currentRelease,
        boolean configurationNewerThanImage,
        long version,
        Instant createdAt,
        Instant deployedAt,
        Instant deletedAt) {

    public record Source(Push push, Git git) {}

    public record Push(String branch, String contextDir) {}

    public record Git(String url, String ref, String contextDir) {}

    public record ProcessSpec(Integer port, int replicas) {}

    record Listing(List<Application> items) {}

    static Address all(String project) {
        return Address.of("projects", project, "applications");
    }

    public static Address address(String project, String name) {
        return all(project).below(name);
    }

    public Address address() {
        return address(project, name);
    }

    public Address in(String part) {
        return address().below(part);
    }

    public boolean deleted() {
        return deletedAt != null;
    }

    public boolean pushed() {
        return source.push() != null;
    }

    public boolean neverBuilt() {
        return status.build().equals("none");
    }

    /// The URL without what every one begins with.
    public String host() {
        return url == null ? "" : url.replaceFirst("^https?://", "");
    }
}
