package dev.slipway.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The life of containers. Ids are the engine's. start, stop and remove are idempotent; remove of an unknown id
/// does nothing.
public interface Containers {

    /// Makes a container with the one hardened profile around the given spec and returns its id; does not start it.
    /// Throws EngineException of kind CONFLICT when the name is taken, IMAGE_MISSING when the image is not there.
    String create(ContainerSpec spec);

    void start(String id);

    /// Gives it another name, also while it runs. Throws EngineException of kind CONFLICT when that is taken,
    /// NOT_FOUND when it is not there.
    void rename(String id, String name);

    /// SIGTERM, then SIGKILL after the grace time; returns when it has ended.
    void stop(String id, Duration grace);

    /// Ends it if it runs and removes it with its anonymous volumes.
    void remove(String id);

    /// Containers of this installation, running or not, that carry all the given labels.
    List<ContainerStatus> list(Map<String, String> labels);

    /// How many bytes of this machine's disk a container takes by what it wrote: its own layer and its anonymous
    /// volumes, without its image and its log. Long.MAX_VALUE when it wrote so many files that counting
    /// takes longer than 10 s. Throws EngineException of kind NOT_FOUND when it is not there.
    long writtenBytes(String id);
}
