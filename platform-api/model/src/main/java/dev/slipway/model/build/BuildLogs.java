package dev.slipway.model.build;

import java.io.IOException;
import java.util.UUID;

/// The logs of builds: bytes appended by the node that builds, read by whoever watches.
public interface BuildLogs {

    /// Hands over the log from the given byte on, then, while the build has not ended, what is appended, until it
    /// has. With follow false it stops at the present end. While nothing is appended the sink is given no bytes
    /// every few seconds, so that it can see whether anybody still reads. A sink that throws ends the reading.
    void read(UUID build, long from, boolean follow, Sink sink) throws IOException, InterruptedException;

    /// Removes the log of a build that is no more. Not there is fine.
    void remove(UUID build) throws IOException;

    @FunctionalInterface
    interface Sink {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }
}
