package dev.slipway.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A real PostgreSQL for tests, one server a JVM, started by the launcher's own script and stopped with the JVM;
/// every call of {@link #migrated} or {@link #empty} gives a database of its own.
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /// Names the server's directory, for this class may be loaded more than once in one JVM.
    private static final String KNOWN = "slipway.test.postgres";

    private static Server server;

    private TestDatabase() {}

    /// A database at the newest schema, seen as its owner.
    public static DataSource migrated() {
        DataSource source = empty();
        Migrations.migrate(source);
        return source;
    }

    /// A database without a schema.
    public static synchronized DataSource empty() {
        String name = "t" + NUMBER.incrementAndGet() + "_" + System.nanoTime();
        execute(server().source("postgres"), "CREATE DATABASE " + name);
        return server().source(name);
    }

    private static synchronized Server server() {
        if (server == null) {
            String known = System.getProperty(KNOWN);
            server = known == null ? Server.start() : Server.in(Path.of(known));
        }
        return server;
    }

    /// What a program needs to connect to a database of {@link #empty}: its JDBC URL, user and password.
    public static String url(DataSource source) {
        PGSimpleDataSource postgres = (PGSimpleDataSource) source;
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPortNumbers()[0] + "/" + postgres.getDatabaseName();
    }

    public static String password() {
        return server().password();
    }

    /// Until {@link #resume} the server hangs: it keeps its connections and answers nothing.
    public static void hang() {
        server().signal("STOP");
    }

    public static void resume() {
        server().signal("CONT");
    }

    /// Until {@link #restart} nothing listens; every connection breaks.
    public static void kill() {
        server().signal("KILL");
    }

    /// On the same port, with what was committed.
    public static void restart() {
        Server.script("start", server().directory());
    }

    private static void execute(DataSource source, String text) {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private record Server(Path directory, int port, String password) {
        static Server start() {
            try {
                Path directory = Files.createTempDirectory("slipway-test-postgres");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> script("remove", directory)));
                script("start", directory);
                System.setProperty(KNOWN, directory.toString());
                return in(directory);
            } catch (IOException e) {
                throw new IllegalStateException("no temporary directory for the test database", e);
            }
        }

        static Server in(Path directory) {
            try {
                int port = Integer.parseInt(
                        Files.readString(directory.resolve("port")).strip());
                return new Server(
                        directory,
                        port,
                        Files.readString(directory.resolve("password")).strip());
            } catch (IOException e) {
                throw new IllegalStateException("the test database is not in " + directory, e);
            }
        }

        private static void script(String verb, Path directory) {
            Path script = Path.of(System.getProperty("slipway.root"), "launcher", "postgres.sh");
            try {
                Process process = new ProcessBuilder(script.toString(), verb, directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory
                                .resolveSibling(directory.getFileName() + ".log")
                                .toFile())
                        .start();
                if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    throw new IllegalStateException(script + " " + verb + " failed:\n"
                            + Files.readString(directory.resolveSibling(directory.getFileName() + ".log")));
                }
                Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + ".log"));
            } catch (IOException e) {
                throw new IllegalStateException(script + " cannot be run", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /// To the server and its children.
        void signal(String name) {
            try {
                ProcessHandle postmaster = ProcessHandle.of(number()).orElseThrow();
                List<String> command = new ArrayList<>(List.of("kill", "-" + name, "" + postmaster.pid()));
                postmaster.children().forEach(child -> command.add("" + child.pid()));
                new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (IOException e) {
                throw new IllegalStateException("the test database gets no signal", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private long number() throws IOException {
            return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                    .getFirst()
                    .strip());
        }

        DataSource source(String database) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setServerNames(new String[] {"127.0.0.1"});
            source.setPortNumbers(new int[] {port});
            source.setDatabaseName(database);
            source.setUser("slipway");
            source.setPassword(password);
            return source;
        }
    }
}
