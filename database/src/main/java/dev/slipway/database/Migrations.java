package dev.slipway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
    /// that a newer program has expanded is left as it is, and this program works on it. A database that has had
    /// these files is not compared with them again, which would cost half a second of every start.
    public static int migrate(DataSource owner) {
        MigrationMark mark = new MigrationMark(owner);
        String files = content(Migrations::digest);
        if (mark.is(files)) {
            return 0;
        }
        int ran = migrate(owner, newest());
        mark.set(files);
        return ran;
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
        return content(SortedMap::lastKey);
    }

    private static String digest(SortedMap<Integer, Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files.values()) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is made of the migrations by number, in a directory or in a jar.
    private static <T> T content(Function<SortedMap<Integer, Path>, T> use) {
        try {
            URI first = URI.create(Migrations.class.getResource(FIRST).toString());
            if (!first.getScheme().equals("jar")) {
                return use.apply(files(Path.of(first).getParent()));
            }
            String file = first.getSchemeSpecificPart();
            Path jar = Path.of(URI.create(file.substring(0, file.indexOf("!/"))));
            try (FileSystem content = FileSystems.newFileSystem(jar)) {
                return use.apply(files(content.getPath(PLACE)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<Integer, Path> files(Path directory) throws IOException {
        SortedMap<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(Integer.parseInt(name.group(1)), file);
                }
            });
        }
        return found;
    }
}
