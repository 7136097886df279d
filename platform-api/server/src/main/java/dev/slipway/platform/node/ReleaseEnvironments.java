package dev.slipway.platform.node;

import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.platform.node.NodeView.Placed;
import dev.slipway.platform.release.ReleaseEnvironment;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The environment that instances get: that of their release, opened once and remembered, for a release never
/// changes, and on top what the platform says. PORT is set by the node.
@Singleton
class ReleaseEnvironments {
    private static final int REMEMBERED = 1000;

    private final ReleaseEnvironment releases;
    private final Map<Key, Map<String, String>> opened = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Map<String, String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    ReleaseEnvironments(ReleaseEnvironment releases) {
        this.releases = releases;
    }

    private record Key(UUID application, int release) {}

    /// The assignment of this instance with its environment; throws what opening it throws.
    InstanceAssignment completed(InstanceAssignment bare, Placed placed) {
        Map<String, String> environment = new TreeMap<>(released(placed));
        environment.put("SLIPWAY_PROJECT", placed.project());
        environment.put("SLIPWAY_APPLICATION", placed.application());
        environment.put("SLIPWAY_RELEASE", String.valueOf(placed.release()));
        if (placed.commit() != null) {
            environment.put("SLIPWAY_COMMIT", placed.commit());
        }
        return new InstanceAssignment(
                bare.id(),
                bare.desired(),
                bare.projectId(),
                bare.project(),
                bare.application(),
                bare.process(),
                bare.release(),
                bare.imageId(),
                bare.command(),
                environment,
                bare.port(),
                bare.cpuMillis(),
                bare.memoryBytes(),
                bare.readOnlyRoot(),
                bare.probes(),
                bare.network());
    }

    private Map<String, String> released(Placed placed) {
        Key key = new Key(placed.applicationId(), placed.release());
        synchronized (opened) {
            Map<String, String> known = opened.get(key);
            if (known != null) {
                return known;
            }
        }
        Map<String, String> fresh = releases.of(placed.projectId(), placed.applicationId(), placed.release());
        synchronized (opened) {
            opened.put(key, fresh);
        }
        return fresh;
    }
}
