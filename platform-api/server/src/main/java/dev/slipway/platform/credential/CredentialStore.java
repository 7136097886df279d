package dev.slipway.platform.credential;

import dev.slipway.database.Database;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Source;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Project;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.credential.Credential.Type;
import dev.slipway.platform.credential.CredentialForm.Wanted;
import dev.slipway.platform.forge.ForgeAccess;
import dev.slipway.platform.forge.ForgeTokens;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.secret.Sealer;
import dev.slipway.platform.source.Certificates;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceAccess.SignIn;
import dev.slipway.platform.source.SourceCredentials;
import dev.slipway.platform.ssh.SshKey;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Credentials as rows, and what a conversation with a Git server gets of them. A secret is opened when a server is
/// about to be asked, and only the one that is chosen.
@Singleton
public class CredentialStore implements SourceCredentials, ForgeTokens {
    /// With the applications that name them, for those who look at credentials; a conversation needs none of that.
    private static final String SELECT = """
            SELECT c.*, ARRAY(
                SELECT a.name FROM applications a
                WHERE a.project_id = c.project_id AND a.deleted_at IS NULL
                  AND a.source->'git'->>'credential' = c.name ORDER BY a.name) AS used_by
            FROM credentials c
            """;

    private final Database loops;
    private final Sealer sealer;

    CredentialStore(@Named("loops") Database loops, Sealer sealer) {
        this.loops = loops;
        this.sealer = sealer;
    }

    /// An application that names a credential, with the URL of its source.
    record User(String application, GitUrl url) {}

    private record Origin(UUID project, String named) {}

    List<Credential> page(Sql sql, UUID project, Page.Request page) {
        return sql.list(
                SELECT + "WHERE c.project_id = ? AND c.name > ? ORDER BY c.name LIMIT ?",
                CredentialStore::credential,
                project,
                page.afterName(),
                page.limit() + 1);
    }

    int count(Sql sql, UUID project) {
        return sql.first(
                        "SELECT count(*)::integer AS there FROM credentials WHERE project_id = ?",
                        row -> row.integer("there"),
                        project)
                .orElseThrow();
    }

    Optional<Credential> find(Sql sql, UUID project, String name) {
        return sql.first(SELECT + "WHERE c.project_id = ? AND c.name = ?", CredentialStore::credential, project, name);
    }

    /// As it is until the transaction ends: whoever wants to name, change or remove it waits for that.
    Optional<Credential> locked(Sql sql, UUID project, String name) {
        sql.first(
                "SELECT true FROM credentials WHERE project_id = ? AND name = ? FOR UPDATE", _ -> true, project, name);
        return find(sql, project, name);
    }

    /// Whether the name was free.
    boolean create(Sql sql, Project project, String name, Wanted wanted, String by) {
        UUID id = UUID.randomUUID();
        return sql.update(
                        """
                        INSERT INTO credentials (id, project_id, name, type, url, username, sealed, ca, public_key,
                          known_hosts, created_by)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                        id,
                        project.id(),
                        name,
                        wanted.type(),
                        wanted.below().toString(),
                        wanted.username(),
                        sealed(wanted, Credential.context(project.id(), id, 1, wanted.below())),
                        wanted.ca(),
                        wanted.publicKey(),
                        wanted.knownHosts(),
                        by)
                == 1;
    }

    private byte[] sealed(Wanted wanted, String context) {
        return wanted.secret() == null ? null : sealer.seal(wanted.secret(), context);
    }

    /// A secret that is not given again stays as it is.
    void change(Sql sql, Credential now, Wanted wanted) {
        boolean kept = wanted.secret() == null && wanted.type() != Type.CA;
        int version = kept ? now.secretVersion() : now.secretVersion() + 1;
        sql.update(
                """
                UPDATE credentials SET type = ?, url = ?, username = ?, ca = ?, public_key = ?, known_hosts = ?, sealed = ?,
                  secret_version = ?,
                  secret_changed_at = CASE WHEN ? THEN secret_changed_at ELSE now() END, version = version + 1
                WHERE id = ?
                """,
                wanted.type(),
                wanted.below().toString(),
                wanted.username(),
                wanted.ca(),
                kept ? now.publicKey() : wanted.publicKey(),
                wanted.knownHosts(),
                kept
                        ? now.sealed()
                        : sealed(wanted, Credential.context(now.project(), now.id(), version, wanted.below())),
                version,
                kept,
                now.id());
    }

    void delete(Sql sql, UUID id) {
        sql.update("DELETE FROM credentials WHERE id = ?", id);
    }

    List<User> users(Sql sql, Credential credential) {
        return sql.list(
                """
                SELECT name, source->'git'->>'url' AS url FROM applications
                WHERE project_id = ? AND deleted_at IS NULL AND source->'git'->>'credential' = ? ORDER BY name
                """,
                row -> new User(row.text("name"), GitUrl.parse(row.text("url"))),
                credential.project(),
                credential.name());
    }

    /// That a source may name the credential for its URL; nothing where it names none. It stays until the transaction
    /// ends. Throws FIELD_INVALID.
    public void require(Sql sql, UUID project, Source.Git git) {
        if (git == null || git.credential() == null) {
            return;
        }
        sql.first(
                "SELECT true FROM credentials WHERE project_id = ? AND name = ? FOR SHARE",
                _ -> true,
                project,
                git.credential());
        List<Credential> there = find(sql, project, git.credential()).stream().toList();
        try {
            CredentialChoice.of(git.credential(), GitUrl.parse(git.url()), there);
        } catch (FailedBuild e) {
            throw refused(git.credential(), e);
        }
    }

    private static PlatformException refused(String name, FailedBuild why) {
        return PlatformException.field(
                ErrorCode.FIELD_INVALID,
                "source.git.credential",
                why.getMessage(),
                "PUT …/credentials/" + name
                        + " first, or leave it out: then the one that is for the longest part of the URL counts.");
    }

    @Override
    public SourceAccess of(UUID application, GitUrl url) {
        return loops.transaction(sql -> origin(sql, application)
                .map(source -> of(sql, source.project(), source.named(), url))
                .orElse(SourceAccess.NONE));
    }

    @Override
    public SourceAccess ofSubmodule(UUID application, GitUrl url) {
        return loops.transaction(sql -> origin(sql, application)
                .map(source -> of(sql, source.project(), null, url))
                .orElse(SourceAccess.NONE));
    }

    private static Optional<Origin> origin(Sql sql, UUID application) {
        return sql.first(
                "SELECT project_id, source->'git'->>'credential' AS named FROM applications WHERE id = ?",
                row -> new Origin(row.uuid("project_id"), row.text("named")),
                application);
    }

    @Override
    public SourceAccess of(Sql sql, UUID project, String named, GitUrl url) {
        List<Credential> all = all(sql, project);
        Optional<Credential> chosen = CredentialChoice.of(named, url, all).filter(Credential::signsIn);
        if (url.isSsh()) {
            return chosen.map(this::key).map(SourceAccess::of).orElse(SourceAccess.NONE);
        }
        return trust(chosen.map(this::signIn).orElse(null), url, all);
    }

    private static List<Credential> all(Sql sql, UUID project) {
        return sql.list(
                "SELECT *, '{}'::text[] AS used_by FROM credentials WHERE project_id = ? ORDER BY name",
                CredentialStore::credential,
                project);
    }

    private static SourceAccess trust(SignIn signIn, GitUrl url, List<Credential> all) {
        List<Credential> trusted = CredentialChoice.authorities(url, all);
        return new SourceAccess(
                signIn,
                trusted.isEmpty() ? null : trusted.getFirst().below(),
                trusted.stream()
                        .flatMap(one -> Certificates.parse(one.ca()).stream())
                        .toList());
    }

    /// Not refs are asked for but statuses told, so a name and a password are nothing to show.
    @Override
    public Optional<ForgeAccess> ofForge(UUID application, GitUrl repository) {
        return loops.transaction(sql -> {
            Origin origin = origin(sql, application).orElse(null);
            return origin == null ? Optional.empty() : forgeAccess(sql, origin, repository);
        });
    }

    private Optional<ForgeAccess> forgeAccess(Sql sql, Origin origin, GitUrl repository) {
        List<Credential> all = all(sql, origin.project());
        return CredentialChoice.of(origin.named(), repository, all)
                .filter(one -> one.type() == Type.TOKEN)
                .map(one -> new ForgeAccess(one.name(), secret(one), trust(null, repository, all)));
    }

    private SignIn signIn(Credential chosen) {
        return SignIn.basic(chosen.name(), chosen.below(), chosen.username(), secret(chosen));
    }

    private SourceAccess.Key key(Credential chosen) {
        return new SourceAccess.Key(chosen.name(), chosen.below(), SshKey.parse(secret(chosen)), chosen.known());
    }

    private String secret(Credential chosen) {
        try {
            return sealer.open(chosen.sealed(), chosen.context());
        } catch (IllegalStateException _) {
            throw new FailedBuild(
                    FailureReason.SourceCredentialUnusable,
                    "The secret of the credential \"" + chosen.name() + "\" does not open any more.");
        }
    }

    private static Credential credential(Row row) throws SQLException {
        return new Credential(
                row.uuid("id"),
                row.uuid("project_id"),
                row.text("name"),
                row.constant("type", Type.class),
                UrlPrefix.parse(row.text("url")),
                row.text("username"),
                row.bytes("sealed"),
                row.integer("secret_version"),
                row.instant("secret_changed_at"),
                row.text("ca"),
                row.text("public_key"),
                row.text("known_hosts"),
                row.number("version"),
                row.instant("created_at"),
                row.text("created_by"),
                row.texts("used_by"));
    }
}
