package dev.slipway.model.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/// Places on the way from a push to a running instance at which a drill lets a process die, because there a row and
/// an outside effect could disagree. Off, and one look at a constant, unless the system property `slipway.drill` names
/// a directory. There a file with a point's name arms it once: `halt` ends this process at once, anything else holds
/// it until the drill has ended another one and removed the file NAME.reached. Listed in docs/durability.md.
public enum KillPoint {
    /// The objects of a push are in its quarantine; nothing of it can be seen.
    PACK_ARRIVED,
    /// The pack lies in the repository, its index not yet.
    INDEX_MISSING,
    /// All objects lie in the repository, no ref names them.
    PACK_STORED,
    /// The branch and the journal name the commit; no build does.
    REF_MOVED,
    /// The build and its event are committed, the journal still names the commit.
    EVENT_COMMITTED,
    /// The build is queued, the journal empty, the pusher not answered.
    BUILD_QUEUED,
    /// The pusher has the answer.
    REPLY_SENT,
    /// The claim is committed, the order not sent.
    LEASED,
    /// The build container exists, not started.
    CONTAINER_CREATED,
    /// The container has the whole source.
    SOURCE_FETCHED,
    /// The assemble script has written something.
    ASSEMBLE_RUNS,
    /// What it says about the image is read.
    ARTEFACT_READ,
    /// The engine has the image, the platform does not know.
    IMAGE_COMMITTED,
    /// The build's row names the image; the node has no answer, nobody a release.
    IMAGE_ROW_SET,
    /// The release and its deployment are committed.
    RELEASE_ROW,
    /// The rows of new instances name their node, which has not heard.
    PLACED,
    /// The instance's container exists, not started.
    INSTANCE_CREATED,
    /// The instance has passed its probe; the router does not know.
    READY,
    /// The router sends to the new instances; the old one still runs.
    SWITCHED;

    private static final Path DRILL = drill();
    private static final long LONGEST_HOLD_NANOS = 60_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000;
    private static final int KILLED = 137;

    private static Path drill() {
        String directory = System.getProperty("slipway.drill");
        return directory == null ? null : Path.of(directory);
    }

    /// Does nothing without a drill, and nothing unless the drill has armed this point.
    public void reached() {
        if (DRILL != null) {
            reached(DRILL);
        }
    }

    private void reached(Path drill) {
        try {
            Path taken = drill.resolve(name() + ".reached");
            Files.move(drill.resolve(name()), taken, StandardCopyOption.ATOMIC_MOVE);
            if (Files.readString(taken).strip().equals("halt")) {
                Runtime.getRuntime().halt(KILLED);
            }
            hold(taken);
        } catch (NoSuchFileException _) {
            return; // not armed, or not any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hold(Path taken) {
        long deadline = System.nanoTime() + LONGEST_HOLD_NANOS;
        while (Files.exists(taken) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
