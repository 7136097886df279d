package dev.slipway.model.assignment;

/// Somebody wants an instance's log: answer to GET /node/v1/nodes/{name}/log-requests?wait=. The node answers by
/// POST /node/v1/log-requests/{id} with the lines as they come. tail < 0 means all; since is epoch seconds, 0 for
/// all, nanos what is to be added to it. stamped asks for the time before each line.
public record LogRequest(String id, String instance, boolean follow, int tail, long since, int nanos, boolean stamped) {
    public LogRequest(String id, String instance, boolean follow, int tail, long since) {
        this(id, instance, follow, tail, since, 0, false);
    }
}
