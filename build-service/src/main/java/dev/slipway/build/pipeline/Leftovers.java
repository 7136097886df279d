package dev.slipway.build.pipeline;

import dev.slipway.build.sandbox.Sandboxes;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.OwnLabels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Removes build containers of this node that no pipeline of this process works in: those of a process that died, and
/// those that could not be removed in their time.
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

    private final Engine engine;
    private final String node;
    /// How many pipelines: a lost attempt may still be ending while the next one runs.
    private final Map<String, Integer> live = new ConcurrentHashMap<>();

    Leftovers(Engine engine, String node) {
        this.engine = engine;
        this.node = node;
    }

    void begin(String build) {
        live.merge(build, 1, Integer::sum);
    }

    void end(String build) {
        live.computeIfPresent(build, (_, pipelines) -> pipelines == 1 ? null : pipelines - 1);
    }

    /// All build containers of this node.
    List<ContainerStatus> containers() {
        return Sandboxes.builds(engine, Map.of(OwnLabels.NODE, node));
    }

    void sweep() {
        try {
            containers().stream()
                    .filter(container -> !live.containsKey(BuildNames.build(container)))
                    .map(ContainerStatus::id)
                    .forEach(engine.containers()::remove);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "Left build containers could not be removed; tried again later", e);
        }
    }
}
