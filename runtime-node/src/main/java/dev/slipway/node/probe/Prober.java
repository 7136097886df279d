package dev.slipway.node.probe;

import dev.slipway.model.application.Probe;

/// Asks an instance whether it is well.
public interface Prober {

    /// Blocks at most about the probe's timeout. port is the process's own, used where the probe names none; it may
    /// be null. Never throws: what goes wrong is an unwell result.
    ProbeResult ask(Probe probe, String address, Integer port);

    /// Whether a visitor would be answered, with whatever. Blocks at most about 6 s; never throws.
    Greeting greet(String address, int port);
}
