package dev.slipway.engine;

/// A container engine as Slipway needs it: one holder per machine, never reachable by tenants. Calls block;
/// failures of the engine are EngineException. Everything made through it carries the installation's label, and
/// nothing without that label is ever listed or touched.
public interface Engine extends AutoCloseable {

    Containers containers();

    Streams streams();

    ContainerFiles files();

    Images images();

    ImageBuilds builds();

    ImageTransfer transfer();

    Networks networks();

    Volumes volumes();

    /// Throws EngineException with the cause when nobody answers. Costs next to nothing.
    void ping();

    /// Who answers. Throws EngineException with the cause when nobody does. An engine may start programs to say so.
    EngineInfo check();

    @Override
    void close();

    /// version is the engine's own; cgroup is 1 or 2; directory is where it keeps images and containers, null
    /// when nowhere.
    record EngineInfo(String name, String version, int cgroup, String directory) {}
}
