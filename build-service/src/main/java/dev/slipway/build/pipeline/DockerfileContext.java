package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// What goes before the source into the context of a Dockerfile: the Dockerfile as it was judged, under a name that
/// nothing in the source can have, and a `.dockerignore` for which the engine leaves both out of what it copies.
record DockerfileContext(String file, byte[] beginning) {
    private static final String IGNORE = ".dockerignore";

    /// The archive is left open: the platform's goes on where it stops.
    static DockerfileContext of(BuildOrder order, String dockerfile) {
        String file = ".slipway-" + order.number() + "-" + UUID.randomUUID();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
            add(tar, file, dockerfile);
            add(tar, IGNORE, file + "\n" + IGNORE + "\n");
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DockerfileContext(file, bytes.toByteArray());
    }

    private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
