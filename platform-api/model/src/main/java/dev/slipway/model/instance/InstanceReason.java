package dev.slipway.model.instance;

import java.util.Arrays;

/// Why an instance ended, waits or does not serve: the closed list, spelt so in `reason` of an instance.
public enum InstanceReason {
    Crashed("Read the evidence and the application's log, correct the source and push again."),
    Exited("Keep the process in the foreground: it ended by itself with exit code 0."),
    OutOfMemoryKilled("Raise resources.limits.memory of the process, or let it use less."),
    DiskLimitExceeded("Write less, or ask the administrator to raise slipway.node.disk."),
    StartupProbeFailed("Look at the startup probe and at the application's log."),
    LivenessProbeFailed("Look at the liveness probe and at the application's log."),
    CreateFailed("Read the engine's words in the message; ask the administrator."),
    StartFailed("Correct the command of the process: often it does not exist in the image."),
    ImageMissing("Build again."),
    ContainerGone("Nothing: a replacement is made."),
    Vanished("Nothing: a replacement is made."),
    NodeLost("Look at the node: GET /api/v1/nodes; a replacement is made elsewhere."),
    NoRoom("Lower resources.requests, scale something down or ask the administrator for another node."),
    /// It runs, and nothing in it listens on its port.
    PortNotListening(
            "Listen on the port that $PORT names, on all addresses, or set \"port\" of the application to the one"
                    + " that it listens on."),
    /// It runs, and for some time nothing listened on its port, but on one other port alone.
    WrongPort("Set \"port\" of the application to the port that it listens on, or listen on the one that $PORT names;"
            + " an application that opens its port only later needs a startup probe."),
    /// It runs, and for some time has listened on the loopback address alone, on its own port or a usual one.
    WrongAddress("Listen on all addresses (0.0.0.0), on the port that $PORT names, not on 127.0.0.1 or localhost."),
    /// It runs, and what listens on its port does so on the loopback address alone.
    ListensOnLoopback("Listen on all addresses (0.0.0.0), not on 127.0.0.1 or localhost."),
    /// It runs, and its startup or readiness probe is not answered well.
    NotReady("Look at the probe and at the application's log; a slow start needs a longer rollout.deadline.");

    private static final String UNKNOWN = "Read the evidence and the application's log.";

    private final String next;

    InstanceReason(String next) {
        this.next = next;
    }

    /// What to do about a reason as it is written in a row; a node of another version may know others.
    public static String next(String reason) {
        return Arrays.stream(values())
                .filter(known -> known.name().equals(reason))
                .findFirst()
                .map(known -> known.next)
                .orElse(UNKNOWN);
    }
}
