package dev.slipway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings a database to the schema of this program. The data source's user owns the schema and may create roles.
public final class Migrations {
    private static final String PLACE = "db/migration";
    private static final String FIRST = "/" + PLACE + "/V1__installation.sql";
    private static final Pattern NAME = Pattern.compile("V(\\d+)__.*\\.sql");

    private Migrations() {}

    /// How many migrations ran. Throws FlywayException where the database holds a schema foreign to this program; one
    /// that a newer program has expanded is left as it is, and this program works on it.
    public static int migrate(DataSource owner) {
        return migrate(owner, newest());
    }

    /// The same, up to a migration that need not be the newest one: for data of that schema.
    public static int migrate(DataSource owner, int version) {
        return Flyway.configure()
                .dataSource(owner)
                .locations("classpath:" + PLACE)
                .target(Integer.toString(version))
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /// The number of the newest migration this program has.
    public static int newest() {
        try {
            URI first = URI.create(Migrations.class.getResource(FIRST).toString());
            if (!first.getScheme().equals("jar")) {
                return newest(Path.of(first).getParent());
            }
            String file = first.getSchemeSpecificPart();
            Path jar = Path.of(URI.create(file.substring(0, file.indexOf("!/"))));
            try (FileSystem content = FileSystems.newFileSystem(jar)) {
                return newest(content.getPath(PLACE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElseThrow();
        }
    }
}
