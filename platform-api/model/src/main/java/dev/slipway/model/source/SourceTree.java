package dev.slipway.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The files of one commit or archive, read without a checkout. Paths are relative, use '/', and were checked: no
/// empty, "."
/// or ".." segment, no ".git", no NUL, not absolute. Links may point anywhere; nobody here follows them.
public interface SourceTree extends AutoCloseable {

    /// All files in tree order (sorted by path, directories not listed).
    List<Entry> entries();

    /// The content of a FILE or EXECUTABLE, or the target of a LINK. The caller closes it.
    InputStream open(Entry entry) throws IOException;

    @Override
    void close();

    /// object is the id of the content, size in bytes.
    record Entry(String path, Kind kind, long size, String object) {}

    enum Kind {
        FILE,
        EXECUTABLE,
        LINK,
        /// Another repository at a commit; its files are not here.
        SUBMODULE
    }
}
