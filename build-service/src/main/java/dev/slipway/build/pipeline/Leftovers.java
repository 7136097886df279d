package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes build containers of this node that no pipeline of this process works in: those of a process that died, and
/// those that could not be removed in their time.
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

    private final Engine engine;
    private final String node;
    private final Set<String> live = ConcurrentHashMap.newKeySet();

    Leftovers(Engine engine, String node) {
        this.engine = engine;
        this.node = node;
    }

    void begin(String build) {
        live.add(build);
    }

    void end(String build) {
        live.remove(build);
    }

    void sweep() {
        try {
            engine.containers().list(Map.of(BuildNames.KIND, "build", BuildNames.NODE, node)).stream()
                    .filter(container -> !live.contains(container.labels().get(BuildNames.BUILD)))
                    .map(ContainerStatus::id)
                    .forEach(engine.containers()::remove);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "Left build containers could not be removed; tried again later", e);
        }
    }
}
