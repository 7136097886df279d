package dev.slipway.model.instance;

/// Where an instance stands. Terminal states never change: a replacement is a new instance.
public enum InstanceState {
    /// Wanted, no node has room yet.
    PENDING,
    /// A node was chosen and will be told.
    ASSIGNED,
    /// Its container runs and was not ready yet.
    STARTING,
    /// It has been ready at least once.
    RUNNING,
    /// It was asked to go: out of the routes, draining, then stopped.
    STOPPING,
    /// Gone as asked.
    STOPPED,
    /// Ended or could not start without being asked.
    FAILED,
    /// Its node went silent; it is replaced.
    LOST;

    public boolean terminal() {
        return this == STOPPED || this == FAILED || this == LOST;
    }

    /// Counts towards the wanted number: not on its way out.
    public boolean live() {
        return this == PENDING || this == ASSIGNED || this == STARTING || this == RUNNING;
    }
}
