package dev.slipway.model.application;

import java.time.Duration;
import java.util.List;

/// How an instance is asked whether it is well. Exactly one of http, tcp and exec is set.
/// period and timeout are at least 1 s towards users; success and failure are counts in a row, 1 to 100.
public record Probe(
        Http http,
        Tcp tcp,
        Exec exec,
        Duration initialDelay,
        Duration period,
        Duration timeout,
        int success,
        int failure) {

    /// GET path; any status from 200 to 399 is well. port null means the process's port.
    public record Http(String path, Integer port) {}

    public record Tcp(Integer port) {}

    public record Exec(List<String> command) {}

    /// What a process with a port gets when nothing is said: its port accepts a connection. After its
    /// start the node also waits for an answer.
    public static Probe acceptsConnections() {
        return new Probe(null, new Tcp(null), null, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 3);
    }
}
