package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors.Fetched;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.ssh.KnownHosts;
import dev.slipway.platform.ssh.SshKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real conversation by ssh, of both sides.
class SshFetchIT {
    private final UUID application = UUID.randomUUID();
    private final SshKey key = SshKey.generate();
    private GitSshServer server;
    private GitClient ada;
    private String commit;

    @TempDir
    Path work;

    @BeforeAll
    static void measure() {
        GitServer.measureFileSystem();
    }

    @BeforeEach
    void serve() {
        server = new GitSshServer(work.resolve("remote"));
        server.only(key.publicText());
        ada = GitClient.at(work.resolve("remote/shop"), "http://127.0.0.1/nowhere");
        commit = ada.write("index.html", "one").commit("One");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KnownHosts known(SshKey host) {
        return KnownHosts.parse("[127.0.0.1]:" + server.port() + " " + host.publicText(), "127.0.0.1", server.port());
    }

    private SourceAccess access(SshKey own, KnownHosts known) {
        return SourceAccess.of(new SourceAccess.Key("deploy", UrlPrefix.parse(server.url("")), own, known));
    }

    private SourceAccess access() {
        return access(key, known(server.host));
    }

    private Fetched fetch(FixedSourceConfig config, SourceAccess access, String url) throws InterruptedException {
        return new Mirrors(
                        config,
                        FixedGitConfig.defaults(),
                        new Repositories(work.resolve("mirrors")),
                        new FixedCredentials(access))
                .fetch(application, GitUrl.parse(url), null);
    }

    private FailedBuild failure(SourceAccess access, String url) {
        return catchThrowableOfType(FailedBuild.class, () -> fetch(FixedSourceConfig.loopback(), access, url));
    }

    @Test
    void aRepositoryIsFetchedWithTheKeyAndFollowed() throws Exception {
        Fetched fetched = fetch(FixedSourceConfig.loopback(), access(), server.url("shop/.git"));

        assertThat(fetched.commit().id()).isEqualTo(commit);
        assertThat(fetched.defaultBranch()).isEqualTo("main");
        assertThat(fetched.credential()).isEqualTo("deploy");
        assertThat(fetched.bytes()).isPositive();
        assertThat(server.commands).containsOnly("git-upload-pack '/shop/.git'");
        assertThat(server.users).containsOnly("git");

        String second = ada.write("index.html", "two").commit("Two");
        assertThat(fetch(FixedSourceConfig.loopback(), access(), server.url("shop/.git"))
                        .commit()
                        .id())
                .isEqualTo(second);
    }

    @Test
    void nothingOfTheKeyIsKeptOnTheDisk() throws Exception {
        fetch(FixedSourceConfig.loopback(), access(), server.url("shop/.git"));

        try (Stream<Path> files = Files.walk(work.resolve("mirrors"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("PRIVATE KEY"));
        }
    }

    @Test
    void aHostThatIsNotKnownIsRefusedWithItsFingerprintBeforeTheKeyIsUsed() {
        FailedBuild unknown = failure(access(key, KnownHosts.NONE), server.url("shop/.git"));

        assertThat(unknown.reason()).isEqualTo(FailureReason.SourceHostKeyRefused);
        assertThat(unknown)
                .hasMessageContaining("127.0.0.1 presents the key ssh-ed25519 SHA256:")
                .hasMessageContaining("does not say by which keys the host is known")
                .hasMessageEndingWith("[127.0.0.1]:" + server.port() + " " + server.host.publicText());
        assertThat(server.users).isEmpty();
    }

    @Test
    void aHostWithAnotherKeyThanItIsKnownByIsRefused() {
        FailedBuild changed = failure(access(key, known(SshKey.generate())), server.url("shop/.git"));

        assertThat(changed.reason()).isEqualTo(FailureReason.SourceHostKeyRefused);
        assertThat(changed).hasMessageContaining("and not by that");
        assertThat(server.users).isEmpty();
    }

    @Test
    void aKeyThatTheServerDoesNotTakeIsSaidToBeRejected() {
        FailedBuild rejected = failure(access(SshKey.generate(), known(server.host)), server.url("shop/.git"));

        assertThat(rejected.reason()).isEqualTo(FailureReason.SourceCredentialRejected);
        assertThat(rejected)
                .hasMessage("127.0.0.1 does not take the key of the credential \"deploy\" for the user git.");
    }

    @Test
    void withoutAKeyNobodyIsAsked() {
        FailedBuild missing = failure(SourceAccess.NONE, server.url("shop/.git"));

        assertThat(missing.reason()).isEqualTo(FailureReason.SourceAuthenticationRequired);
        assertThat(missing).hasMessageContaining("no credential of the type \"ssh\"");
        assertThat(server.users).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() {
        FailedBuild failure = failure(access(), server.url("nothing.git"));

        assertThat(failure.reason()).isEqualTo(FailureReason.SourceRepositoryNotFound);
        assertThat(failure).hasMessageContaining("127.0.0.1 gives no repository");
    }

    @Test
    void theAddressIsCheckedAndNobodyConnectsToOthers() throws IOException {
        assertThat(catchThrowableOfType(
                                FailedBuild.class,
                                () -> fetch(FixedSourceConfig.closed(), access(), server.url("shop/.git")))
                        .reason())
                .isEqualTo(FailureReason.SourceAddressRefused);
        assertThat(server.users).isEmpty();
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = closed.getLocalPort();
            closed.close();
            SourceAccess there = SourceAccess.of(
                    new SourceAccess.Key("deploy", UrlPrefix.parse("ssh://127.0.0.1:" + port), key, KnownHosts.NONE));
            assertThat(failure(there, "ssh://git@127.0.0.1:" + port + "/x.git").reason())
                    .isEqualTo(FailureReason.SourceUnreachable);
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String host = "ssh://git@127.0.0.1:" + silent.getLocalPort();
            SourceAccess there =
                    SourceAccess.of(new SourceAccess.Key("deploy", UrlPrefix.parse(host), key, KnownHosts.NONE));

            FailedBuild late = catchThrowableOfType(
                    FailedBuild.class,
                    () -> fetch(
                            FixedSourceConfig.loopback().withTimeout(Duration.ofSeconds(2)),
                            there,
                            host + "/shop.git"));

            assertThat(late.reason()).isEqualTo(FailureReason.SourceTimeout);
        }
    }
}
