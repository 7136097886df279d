package dev.slipway.model.application;

import dev.slipway.model.resource.Resources;
import java.util.List;

/// One kind of process of an application. command null means the image's own; port is 1024 to 65535 (instances
/// have no capability to bind below) and null for a process without one; replicas 0 to 100.
public record ProcessSpec(
        List<String> command, Integer port, int replicas, Resources requests, Resources limits, Probes probes) {
    public static final String WEB = "web";
    /// That of process web where nobody chose one: what builder images listen on.
    public static final int USUAL_PORT = 8080;

    public ProcessSpec withReplicas(int count) {
        return new ProcessSpec(command, port, count, requests, limits, probes);
    }
}
