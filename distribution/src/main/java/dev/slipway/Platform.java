package dev.slipway;

import dev.slipway.database.Migrations;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/// The platform process: brings the database to this program's schema, then serves.
final class Platform {
    /// A server that hangs ends the start, and the supervisor tries again; a migration may take its time.
    private static final int CONNECT_SECONDS = 10;

    private Platform() {}

    static void run(String[] arguments) throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredSources()
                .addDefaultInterceptors()
                .build();
        String password = password(config);
        migrate(config, password);
        System.setProperty("slipway.database.password", password);
        Quarkus.run(arguments);
    }

    /// In a file, so that it shows in no list of processes.
    private static String password(SmallRyeConfig config) throws IOException {
        return Files.readString(Path.of(config.getRawValue("slipway.database.password-file")))
                .strip();
    }

    private static void migrate(SmallRyeConfig config, String password) {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(config.getRawValue("slipway.database.url"));
        owner.setUser(config.getRawValue("slipway.database.user"));
        owner.setPassword(password);
        owner.setConnectTimeout(CONNECT_SECONDS);
        owner.setLoginTimeout(CONNECT_SECONDS);
        Migrations.migrate(owner);
    }
}
