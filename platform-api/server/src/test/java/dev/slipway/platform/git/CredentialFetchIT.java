package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors.Fetched;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.source.Certificates;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceAccess.SignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Git servers are shown, seen from their side.
class CredentialFetchIT {
    private static final String PASSWORD = "canary-7716-é";

    private final UUID application = UUID.randomUUID();
    private GitHttpBackend forge;
    private String commit;

    @TempDir
    Path work;

    @BeforeAll
    static void measure() {
        GitServer.measureFileSystem();
    }

    @BeforeEach
    void serveOnePrivateRepository() {
        forge = new GitHttpBackend(work.resolve("remote"));
        forge.only("ada", PASSWORD);
        GitClient ada = GitClient.at(work.resolve("remote/shop"), "http://127.0.0.1/nowhere");
        commit = ada.write("index.html", "one").commit("One");
    }

    @AfterEach
    void stop() {
        forge.close();
    }

    private static SourceAccess signIn(String below, String password) {
        return new SourceAccess(SignIn.basic("forge", UrlPrefix.parse(below), "ada", password), null, List.of());
    }

    private Fetched fetch(String url, SourceAccess access) throws InterruptedException {
        return new Mirrors(
                        FixedSourceConfig.loopback(),
                        FixedGitConfig.defaults(),
                        new Repositories(work.resolve("mirrors")),
                        new FixedCredentials(access))
                .fetch(application, GitUrl.parse(url), null);
    }

    private FailedBuild failure(String url, SourceAccess access) {
        return catchThrowableOfType(FailedBuild.class, () -> fetch(url, access));
    }

    private static String expected() {
        return "Basic " + Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPrivateRepositoryIsFetchedAndNothingOfTheSecretIsKept() throws Exception {
        Fetched fetched = fetch(forge.url("shop/.git"), signIn(forge.url(""), PASSWORD));

        assertThat(fetched.commit().id()).isEqualTo(commit);
        assertThat(fetched.credential()).isEqualTo("forge");
        assertThat(forge.shown()).isNotEmpty().allMatch(expected()::equals);
        try (Stream<Path> files = Files.walk(work.resolve("mirrors"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("canary-7716", expected().substring(6)));
        }
    }

    @Test
    void aWrongOneIsSaidToBeRejectedAndAMissingOneToBeMissing() {
        FailedBuild rejected = failure(forge.url("shop/.git"), signIn(forge.url("shop"), "canary-wrong"));
        assertThat(rejected.reason()).isEqualTo(FailureReason.SourceCredentialRejected);
        assertThat(rejected).hasMessageContaining("127.0.0.1 answers 401 to the credential \"forge\"");
        assertThat(rejected.getMessage() + rejected.evidence()).doesNotContain("canary");

        FailedBuild missing = failure(forge.url("shop/.git"), SourceAccess.NONE);
        assertThat(missing.reason()).isEqualTo(FailureReason.SourceAuthenticationRequired);
        assertThat(missing).hasMessageContaining("no credential");
        assertThat(missing.reason().next()).contains("credentials");

        forge.status("hidden", 404);
        assertThat(failure(forge.url("hidden/a.git"), signIn(forge.url(""), PASSWORD)))
                .hasMessageContaining("or the credential \"forge\" may not see it");
    }

    @Test
    void nothingIsShownToAnotherPortPathOrScheme() {
        for (String below : List.of(
                "http://127.0.0.1:" + (forge.port() - 1),
                "https://127.0.0.1:" + forge.port(),
                "http://localhost:" + forge.port(),
                forge.url("other"),
                forge.url("sho"))) {
            assertThat(failure(forge.url("shop/.git"), signIn(below, PASSWORD)).reason())
                    .isEqualTo(FailureReason.SourceAuthenticationRequired);
        }
        assertThat(forge.shown()).isNotEmpty().allMatch(String::isEmpty);
    }

    @Test
    void aRedirectToAnotherHostIsFollowedWithoutIt() throws Exception {
        try (GitHttpBackend other = new GitHttpBackend(work.resolve("remote"))) {
            forge.answer("moved", exchange -> {
                String there = exchange.getRequestURI().toString().replace("/moved/", "/shop/");
                exchange.getResponseHeaders().set("Location", other.url(there.substring(1)));
                exchange.sendResponseHeaders(302, -1);
            });

            assertThat(fetch(forge.url("moved/.git"), signIn(forge.url(""), PASSWORD))
                            .commit()
                            .id())
                    .isEqualTo(commit);
            assertThat(forge.shown()).containsOnly(expected());
            assertThat(other.shown()).isNotEmpty().allMatch(String::isEmpty);

            other.only("ada", PASSWORD);
            FailedBuild failure = failure(forge.url("moved/.git"), signIn(forge.url(""), PASSWORD));
            assertThat(failure.reason()).isEqualTo(FailureReason.SourceAuthenticationRequired);
            assertThat(failure).hasMessageContaining("was not shown where the server redirected to");
            assertThat(other.shown()).allMatch(String::isEmpty);
        }
    }

    @Test
    void aRedirectOnTheSameHostKeepsItWhereItIsForThat() throws Exception {
        forge.answer("moved", exchange -> {
            String there = exchange.getRequestURI().toString().replace("/moved/", "/shop/");
            exchange.getResponseHeaders().set("Location", forge.url(there.substring(1)));
            exchange.sendResponseHeaders(301, -1);
        });

        assertThat(fetch(forge.url("moved/.git"), signIn(forge.url(""), PASSWORD))
                        .commit()
                        .id())
                .isEqualTo(commit);
        assertThat(failure(forge.url("moved/.git"), signIn(forge.url("moved"), PASSWORD))
                        .reason())
                .isEqualTo(FailureReason.SourceAuthenticationRequired);
    }

    @Test
    void aServerWithAnAuthorityOfItsOwnIsTrustedByThatAndForItsHostAlone() throws Exception {
        TlsKeys keys = TlsKeys.make(Files.createDirectories(work.resolve("one")));
        TlsKeys others = TlsKeys.make(Files.createDirectories(work.resolve("other")));
        try (GitHttpBackend secure = new GitHttpBackend(work.resolve("remote"), keys.context())) {
            secure.only("ada", PASSWORD);
            String url = secure.url("shop/.git");

            assertThat(fetch(url, trusting(secure, keys)).commit().id()).isEqualTo(commit);
            assertThat(refused(url, trusting(secure, others))).isTrue();
            assertThat(refused(url, signIn(secure.url(""), PASSWORD))).isTrue();
            UrlPrefix elsewhere = UrlPrefix.parse("https://localhost:" + secure.port());
            assertThat(refused(url, new SourceAccess(null, elsewhere, Certificates.parse(keys.pem()))))
                    .isTrue();
            assertThat(refused(
                            url,
                            new SourceAccess(
                                    null, UrlPrefix.parse("https://127.0.0.1"), Certificates.parse(keys.pem()))))
                    .isTrue();
            assertThat(secure.shown()).containsOnly(expected());
        }
    }

    private static SourceAccess trusting(GitHttpBackend server, TlsKeys keys) throws Exception {
        UrlPrefix host = UrlPrefix.parse(server.url(""));
        return new SourceAccess(SignIn.basic("forge", host, "ada", PASSWORD), host, Certificates.parse(keys.pem()));
    }

    private boolean refused(String url, SourceAccess access) {
        return failure(url, access).reason() == FailureReason.SourceCertificateRefused;
    }

    @Test
    void aCheckedAddressIsNeededAllTheSame() throws IOException {
        SourceAccess access = signIn(forge.url(""), PASSWORD);
        Mirrors closed = new Mirrors(
                FixedSourceConfig.closed(),
                FixedGitConfig.defaults(),
                new Repositories(work.resolve("mirrors")),
                new FixedCredentials(access));

        assertThat(catchThrowableOfType(
                                FailedBuild.class,
                                () -> closed.fetch(application, GitUrl.parse(forge.url("shop/.git")), null))
                        .reason())
                .isEqualTo(FailureReason.SourceAddressRefused);
        assertThat(forge.requests()).isZero();
    }
}
