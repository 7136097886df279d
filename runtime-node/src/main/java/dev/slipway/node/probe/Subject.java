package dev.slipway.node.probe;

import dev.slipway.model.application.Probes;

/// Whom to ask: a running container of an instance. port null means that the process takes no traffic.
public record Subject(String instance, String container, String address, Integer port, Probes probes) {}
