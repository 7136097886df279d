package dev.slipway.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// The files of containers, which need nothing in them for that.
public interface ContainerFiles {

    /// The content of one regular file of a container that may have ended, at most limit bytes; empty when it is
    /// not there. Throws EngineException of kind TOO_LARGE above the limit.
    Optional<byte[]> read(String container, String path, int limit);

    /// Writes a file or a directory of a container that may have ended to the stream, as a tar whose names begin with
    /// the last part of the path, and answers whether it is there. A failure of the stream comes as the cause of an
    /// EngineException of kind FAILED.
    boolean copy(String container, String path, OutputStream tar);

    /// Unpacks a tar at the root of a container that was made and never ran. Owners, modes and links are the tar's.
    /// Throws EngineException of kind TIMEOUT when that takes longer than limit; a failure to read the tar comes as
    /// one of kind FAILED.
    void put(String container, InputStream tar, Duration limit);
}
