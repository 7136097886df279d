package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What containers of an image do in the in-memory engine.
@FunctionalInterface
public interface Program {

    /// Runs on a virtual thread of its own and returns the exit code. Interruption is SIGKILL (code 137); any other
    /// exception goes to the error output and ends it with code 1.
    int run(Execution execution) throws IOException, InterruptedException;

    /// One run of a container as its program sees it.
    interface Execution {
        ContainerSpec spec();

        /// Entrypoint and command together, the spec's before the image's.
        List<String> arguments();

        /// The image's and over it the spec's.
        Map<String, String> environment();

        /// Ends when the feeder's input does; waits for the stop when nobody feeds it.
        InputStream input();

        OutputStream output();

        OutputStream errors();

        void write(String path, byte[] content);

        Optional<byte[]> read(String path);

        /// Returns when the container has been asked to stop (SIGTERM).
        void awaitStop() throws InterruptedException;

        /// Ends the program as the kernel would: code 137, marked as out of memory. Never returns.
        void runOutOfMemory();
    }
}
