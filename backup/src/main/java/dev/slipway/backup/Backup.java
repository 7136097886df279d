package dev.slipway.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes an installation into an archive while it works. The database first, as it is at one moment; so what
/// it names in repositories is never newer than these.
final class Backup {
    private static final List<String> CONFIGURATION = List.of("options", "config/custom.properties");
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Installation installation;
    private final String program;
    private final Duration patience;

    /// program is its version; patience is how long to wait for images that the node has not copied yet.
    Backup(Installation installation, String program, Duration patience) {
        this.installation = installation;
        this.program = program;
        this.patience = patience;
    }

    Manifest write(OutputStream out) throws IOException, SQLException {
        SealingKey key = SealingKey.read(installation.keyFile());
        try (DatabaseDump database = new DatabaseDump(installation.database());
                ArchiveWriter archive = new ArchiveWriter(out, header(database, key))) {
            Map<String, Long> rows = database.write(archive);
            int repositories = new PlatformFiles(archive, database.applications()).write(installation.platform());
            Set<String> images = images(database.images());
            new ImageFiles(installation.images()).write(archive);
            configuration(archive);
            List<String> missing = ImageFiles.missing(database.images(), images);
            Manifest manifest = new Manifest(rows, repositories, images.size(), archive.parts(), missing);
            archive.finish(manifest, key);
            return manifest;
        }
    }

    private Header header(DatabaseDump database, SealingKey key) {
        return Header.of(
                program,
                database.schema(),
                installation.id(),
                database.incarnation(),
                installation.pool(),
                Instant.now(),
                key.proof());
    }

    /// What the node has copied; for a release that has just become live it is given a while.
    private Set<String> images(Map<String, List<String>> needed) throws IOException {
        ImageFiles files = new ImageFiles(installation.images());
        Instant until = Instant.now().plus(patience);
        Set<String> present = files.present();
        while (!present.containsAll(needed.keySet()) && Instant.now().isBefore(until)) {
            pause();
            present = files.present();
        }
        return present;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void configuration(ArchiveWriter archive) throws IOException {
        for (String name : CONFIGURATION) {
            Path file = installation.home().resolve(name);
            try (InputStream content = Files.newInputStream(file)) {
                archive.add("config/" + file.getFileName(), Files.size(file), content);
            } catch (NoSuchFileException _) {
                // A home without settings of its own.
            }
        }
    }
}
