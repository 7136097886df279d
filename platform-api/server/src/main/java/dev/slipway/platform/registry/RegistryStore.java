package dev.slipway.platform.registry;

import dev.slipway.database.Database;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RegistrySignIns;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Registries as rows. A password is opened when a node is about to pull from there.
@Singleton
class RegistryStore implements RegistrySignIns {
    private final Database loops;
    private final Sealer sealer;

    RegistryStore(@Named("loops") Database loops, Sealer sealer) {
        this.loops = loops;
        this.sealer = sealer;
    }

    List<Registry> page(Sql sql, Page.Request page) {
        return sql.list(
                "SELECT * FROM registries WHERE host > ? ORDER BY host LIMIT ?",
                RegistryStore::registry,
                page.afterName(),
                page.limit() + 1);
    }

    Optional<Registry> find(Sql sql, String host) {
        return sql.first("SELECT * FROM registries WHERE host = ?", RegistryStore::registry, host);
    }

    /// Until the end of the transaction nobody else changes it.
    Optional<Registry> locked(Sql sql, String host) {
        return sql.first("SELECT * FROM registries WHERE host = ? FOR UPDATE", RegistryStore::registry, host);
    }

    private static Registry registry(Row row) throws SQLException {
        return new Registry(
                row.text("host"),
                row.text("username"),
                row.number("version"),
                row.instant("created_at"),
                row.text("created_by"),
                row.instant("changed_at"));
    }

    /// As it is then.
    Registry put(Sql sql, String host, RegistryResource.Request said, String by) {
        long version = sql.first("""
                        INSERT INTO registries AS r (host, username, sealed, created_by) VALUES (?, '', '', ?)
                        ON CONFLICT (host) DO UPDATE SET version = r.version + 1, changed_at = now()
                        RETURNING version
                        """, row -> row.number("version"), host, by).orElseThrow();
        return sql.first(
                        "UPDATE registries SET username = ?, sealed = ? WHERE host = ? RETURNING *",
                        RegistryStore::registry,
                        said.username(),
                        sealer.seal(said.password(), context(host, said.username(), version)),
                        host)
                .orElseThrow();
    }

    void remove(Sql sql, String host) {
        sql.update("DELETE FROM registries WHERE host = ?", host);
    }

    @Override
    public List<RegistrySignIn> at(Collection<String> registries) {
        return loops.transaction(sql -> sql.list(
                "SELECT host, username, sealed, version FROM registries WHERE host = ANY (?)",
                row -> new RegistrySignIn(
                        row.text("host"),
                        row.text("username"),
                        sealer.open(
                                row.bytes("sealed"),
                                context(row.text("host"), row.text("username"), row.number("version")))),
                List.copyOf(registries)));
    }

    private static String context(String host, String username, long version) {
        return "registry|" + host + "|" + username + "|" + version;
    }
}
