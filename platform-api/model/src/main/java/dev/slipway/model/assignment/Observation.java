package dev.slipway.model.assignment;

import java.time.Instant;
import java.util.List;

/// What a node holds now: POST /node/v1/nodes/{name}/observations, at every change and at least every 5 s (the
/// heartbeat). Lists every container of instances that the node has, running or ended, whole each time.
/// condition is null from an older node; inventory comes when it has changed and once a minute, else it is
/// null.
public record Observation(
        long incarnation, long version, List<ObservedInstance> instances, Condition condition, Inventory inventory) {

    /// Of instances alone.
    public Observation(long incarnation, long version, List<ObservedInstance> instances) {
        this(incarnation, version, instances, null, null);
    }

    public Observation of(Condition now) {
        return new Observation(incarnation, version, instances, now, inventory);
    }

    public Observation with(Inventory held) {
        return new Observation(incarnation, version, instances, condition, held);
    }

    /// How the node itself is. trouble is one sentence, null when it is well; diskPercent is how full the disk
    /// of its engine is, 0 to 100.
    public record Condition(String trouble, int diskPercent) {}

    /// One instance. phase STARTING or RUNNING while the container runs, ENDED when it does not (or could not
    /// be made). message and evidence (last log lines) explain an end; address and port are where the router
    /// reaches it.
    public record ObservedInstance(
            String id,
            Phase phase,
            boolean ready,
            String container,
            String address,
            Integer port,
            Instant startedAt,
            Integer exitCode,
            String reason,
            String message,
            List<String> evidence) {}

    public enum Phase {
        STARTING,
        RUNNING,
        ENDED
    }

    /// The platform's answer: instances whose containers shall be removed now, because it knows them as gone, and the
    /// images that administrators added to the catalogue, all of them. builders is null from a platform that says
    /// nothing of these.
    public record Orders(List<String> remove, List<AddedImage> builders) {

        /// Without a word about added images.
        public Orders(List<String> remove) {
            this(remove, null);
        }
    }
}
