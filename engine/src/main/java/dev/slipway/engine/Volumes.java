package dev.slipway.engine;

import java.util.List;
import java.util.Map;

/// Directories that outlive containers. The first container that names one makes it.
public interface Volumes {

    /// Those of this installation that carry all the given labels.
    List<Volume> list(Map<String, String> labels);

    /// What is in it takes so much on disk. Long.MAX_VALUE when counting takes longer than 10 s, or cannot be done from
    /// here. 0 when it is not there.
    long bytes(String name);

    /// Removes it with all that is in it; does nothing when it is not there or not this installation's. Throws
    /// EngineException of kind CONFLICT while a container has it, running or not.
    void remove(String name);

    record Volume(String name, Map<String, String> labels) {}
}
