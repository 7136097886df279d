package dev.slipway.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Map;

/// Reads an archive into a new installation: rows into its empty database, the platform's files to their place,
/// the rest below `restored`, from where the launcher, which may, takes them. The rows are committed last.
final class Restore {
    private final Installation installation;
    private final Path restored;

    Restore(Installation installation) {
        this.installation = installation;
        this.restored = installation.home().resolve("restored");
    }

    Manifest read(InputStream in) throws IOException, SQLException {
        ArchiveReader archive = new ArchiveReader(in, SealingKey.read(installation.keyFile()));
        Header header = archive.header();
        try (DatabaseLoad database = new DatabaseLoad(installation.database(), header.schema())) {
            Manifest manifest = archive.read((name, size, content) -> take(database, name, content));
            compare(database, manifest.rows());
            database.movePool(header.pool(), installation.pool());
            database.raiseIncarnation();
            database.commit();
            return manifest;
        }
    }

    private void take(DatabaseLoad database, String name, InputStream content) throws IOException {
        if (name.startsWith(DatabaseDump.AREA)) {
            try {
                database.take(name, content);
            } catch (SQLException e) {
                throw new IOException(name + " cannot be loaded: " + e.getMessage(), e);
            }
        } else {
            Path root = name.startsWith(PlatformFiles.AREA) ? installation.home() : restored;
            write(root.resolve(name), content);
        }
    }

    /// Names were checked by the reader: they lead nowhere else. Nothing is ever written over. An archive holds no
    /// directories, and Git knows a repository by two of them, which may be empty.
    static void write(Path file, InputStream content) {
        try {
            Files.createDirectories(file.getParent());
            if (file.endsWith("HEAD") && file.getParent().toString().endsWith(".git")) {
                Files.createDirectories(file.resolveSibling("refs/heads"));
                Files.createDirectories(file.resolveSibling("objects/pack"));
            }
            try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.transferTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(DatabaseLoad database, Map<String, Long> rows) {
        rows.forEach((table, count) -> {
            if (database.rows(table) != count) {
                throw new BackupException("table " + table + " came out with another number of rows than it went in");
            }
        });
    }
}
