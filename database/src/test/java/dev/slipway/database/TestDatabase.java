package dev.slipway.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/// A real PostgreSQL for tests, one server a JVM, started by the launcher's own script and stopped with the JVM;
/// every call of {@link #migrated} or {@link #empty} gives a database of its own. Its server writes as the real one
/// does but does not wait for the disk: processes die here, machines do not.
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /// Names the server's directory, for this class may be loaded more than once in one JVM.
    private static final String KNOWN = "slipway.test.postgres";

    /// What databases at the newest schema are copied from.
    private static final String TEMPLATE = "migrated";

    private static final String NOT_WAITING = """
            fsync = off
            full_page_writes = off
            """;

    private static final int MOST_CONNECTIONS = 20;
    private static final Duration KEPT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Server server;
    private static boolean templateKnown;

    private TestDatabase() {}

    /// A database at the newest schema, seen as its owner. Connections are kept for a moment: a test makes dozens,
    /// and each costs 40 ms.
    public static synchronized DataSource migrated() {
        return pooled(server().source(copied()));
    }

    private static String copied() {
        if (!templateKnown && !exists(TEMPLATE)) {
            String template = created("");
            Migrations.migrate(server().source(template));
            execute("ALTER DATABASE " + template + " RENAME TO " + TEMPLATE);
        }
        templateKnown = true;
        // By copying files, which is quick where nobody waits for the disk.
        return created("TEMPLATE " + TEMPLATE + " STRATEGY file_copy");
    }

    /// A database without a schema.
    public static synchronized DataSource empty() {
        return server().source(created(""));
    }

    private static String created(String how) {
        String name = "t" + NUMBER.incrementAndGet() + "_" + System.nanoTime();
        execute("CREATE DATABASE " + name + " " + how);
        return name;
    }

    private static DataSource pooled(PGSimpleDataSource database) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(MOST_CONNECTIONS)
                            .reapTimeout(KEPT)
                            .acquisitionTimeout(PATIENCE)
                            .connectionFactoryConfiguration(connection -> connection
                                    .connectionProviderClass(Driver.class)
                                    .jdbcUrl(database.getURL())
                                    .principal(new NamePrincipal(database.getUser()))
                                    .credential(new SimplePassword(database.getPassword())))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static synchronized Server server() {
        if (server == null) {
            String known = System.getProperty(KNOWN);
            server = known == null ? Server.start() : Server.in(Path.of(known));
        }
        return server;
    }

    /// What a program needs to connect to a database at the newest schema: its JDBC URL and {@link #password}.
    public static synchronized String migratedUrl() {
        return server().source(copied()).getURL();
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

    private static boolean exists(String database) {
        try (Connection connection = server().source("postgres").getConnection();
                var statement = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            statement.setString(1, database);
            return statement.executeQuery().next();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void execute(String text) {
        try (Connection connection = server().source("postgres").getConnection();
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
                Server server = in(directory);
                server.waitForNoDisk();
                return server;
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

        private void waitForNoDisk() throws IOException {
            Files.writeString(directory.resolve("data/postgresql.conf"), NOT_WAITING, StandardOpenOption.APPEND);
            run(List.of("kill", "-HUP", "" + postmaster().pid()));
        }

        /// To the server and its children.
        void signal(String name) {
            List<String> command = new ArrayList<>(
                    List.of("kill", "-" + name, "" + postmaster().pid()));
            postmaster().children().forEach(child -> command.add("" + child.pid()));
            run(command);
        }

        private static void run(List<String> command) {
            try {
                new ProcessBuilder(command).inheritIO().start().waitFor();
            } catch (IOException e) {
                throw new IllegalStateException("the test database gets no signal", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private ProcessHandle postmaster() {
            try {
                List<String> lines = Files.readAllLines(directory.resolve("data/postmaster.pid"));
                return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .orElseThrow();
            } catch (IOException e) {
                throw new IllegalStateException("the test database does not run", e);
            }
        }

        PGSimpleDataSource source(String database) {
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
