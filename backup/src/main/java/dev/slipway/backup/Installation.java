package dev.slipway.backup;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Where an installation keeps what is backed up, from the settings its processes read.
record Installation(Path home, String id, String pool, Path keyFile, DataSource database) {

    static Installation configured() throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredSources()
                .addDefaultInterceptors()
                .build();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(config.getRawValue("slipway.database.url"));
        database.setUser(config.getRawValue("slipway.database.user"));
        database.setPassword(Files.readString(Path.of(config.getRawValue("slipway.database.password-file")))
                .strip());
        return new Installation(
                Path.of(config.getRawValue("slipway.home")),
                config.getRawValue("slipway.installation"),
                config.getRawValue("slipway.network.pool"),
                Path.of(config.getRawValue("slipway.secrets.key-file")),
                database);
    }

    Path platform() {
        return home.resolve("platform");
    }

    Path images() {
        return home.resolve("images");
    }
}
