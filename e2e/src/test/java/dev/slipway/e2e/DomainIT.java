package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A server with a name: `up --domain` on the ports 80 and 443, which must be free, with certificates of an authority
/// of
/// the test's own. Visitors find the names here.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DomainIT {
    private static final String DOMAIN = "paas.example.org";
    private static final String HOST = "hello-shop.apps." + DOMAIN;
    private static final String CERTIFICATE = "fullchain.pem";
    private static final String KEY = "privkey.pem";

    @TempDir
    static Path directory;

    private static Installation installation;
    private static Command here;

    @BeforeAll
    static void start() throws IOException {
        // JUnit's directories are its owner's alone; the users of a home must get through.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        here = new Command(directory, Map.of("GIT_TERMINAL_PROMPT", "0"), Duration.ofMinutes(2));
        installation = Installation.apart(directory.resolve("home"));
        openssl("-keyout ca.key -out ca.pem -subj /CN=authority -days 2");
        issue(CERTIFICATE, KEY, 1, 2);
    }

    /// serial tells one certificate from the next.
    private static void issue(String certificate, String key, int serial, int days) {
        openssl("-CA ca.pem -CAkey ca.key -keyout " + key + " -out " + certificate + " -set_serial " + serial
                + " -subj /CN=" + DOMAIN + " -days " + days + " -addext basicConstraints=critical,CA:FALSE"
                + " -addext subjectAltName=DNS:" + DOMAIN + ",DNS:*.apps." + DOMAIN);
    }

    private static void openssl(String words) {
        List<String> command = new ArrayList<>(
                List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"));
        command.addAll(List.of(words.split(" ")));
        here.run(command).expectSuccess();
    }

    @AfterAll
    static void purge() {
        installation.purge().expectSuccess();
    }

    private static Command.Result up(String certificate, String key) {
        return installation.launcher(
                "up",
                "--yes",
                "--detach",
                "--port",
                String.valueOf(installation.port()),
                "--domain",
                DOMAIN,
                "--tls-cert",
                directory.resolve(certificate).toString(),
                "--tls-key",
                directory.resolve(key).toString());
    }

    @Test
    @Order(1)
    void aPairThatDoesNotBelongTogetherIsRefusedBeforeAnythingIsServed() throws IOException {
        openssl("-keyout another.key -out another.pem -subj /CN=another -days 2");
        Files.writeString(directory.resolve("letter.pem"), "dear\n");

        refused(CERTIFICATE, "another.key", "another.key is not the key of");
        refused("letter.pem", KEY, "letter.pem is no certificate");
        refused(CERTIFICATE, "letter.pem", "letter.pem is no key");
        assertThat(curl("http://" + DOMAIN + "/").exit()).as("nobody answers").isEqualTo(7);
    }

    private static void refused(String certificate, String key, String why) {
        Command.Result result = up(certificate, key);
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains(why);
    }

    @Test
    @Order(2)
    void thePlatformIsAtTheName() {
        assertThat(up(CERTIFICATE, KEY).expectSuccess().out())
                .contains("https://" + DOMAIN, "https://<application>-<project>.apps." + DOMAIN);

        assertThat(says("https://" + DOMAIN + "/console/sign-in")).contains("Sign in");
        assertThat(says("-H", bearer(), "https://" + DOMAIN + "/api/v1/me")).contains("\"admin\"");
        assertThat(says("-o", "/dev/null", "-w", "%{http_code}", "https://" + DOMAIN + "/api/v1/me"))
                .isEqualTo("401");
        for (String version : List.of("--tlsv1.2 --tls-max 1.2", "--tlsv1.3")) {
            List<String> words = new ArrayList<>(List.of(version.split(" ")));
            words.add("https://" + DOMAIN + "/console/sign-in");
            assertThat(says(words.toArray(String[]::new))).as(version).contains("Sign in");
        }
    }

    @Test
    @Order(3)
    void aPushLeadsToTheApplicationsAddress() throws IOException {
        Api admin = Api.administrator(installation);
        admin.application("shop", "hello", "");
        var application =
                admin.get("/projects/shop/applications/hello").expect(200).json();
        assertThat(application.path("gitUrl").asText()).isEqualTo("https://" + DOMAIN + "/git/shop/hello.git");
        assertThat(application.path("url").asText()).startsWith("https://" + HOST);

        Path tree = Files.createDirectories(directory.resolve("tree"));
        WorkTree.ofSample(tree, "shell");
        // By environment, which wins over what the machine may have set for its own authorities.
        new Command(
                        tree,
                        Map.of(
                                "GIT_CONFIG_GLOBAL",
                                "/dev/null",
                                "GIT_SSL_CAINFO",
                                directory.resolve("ca.pem").toString()),
                        Duration.ofMinutes(2))
                .run(
                        "git",
                        "-c",
                        "http.curloptResolve=" + DOMAIN + ":443:127.0.0.1",
                        "-c",
                        "http.extraHeader=" + bearer(),
                        "push",
                        application.path("gitUrl").asText(),
                        "HEAD:main")
                .expectSuccess();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> curl("https://" + HOST + "/").out().contains("Hello from Slipway"));
    }

    @Test
    @Order(4)
    void plainHttpIsLedToTls() {
        for (String path : List.of(DOMAIN + "/console/?a=b", HOST + "/some/page?x=1&y=2")) {
            assertThat(says("-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", "http://" + path))
                    .isEqualTo("308 https://" + path);
        }
        assertThat(says("-L", "http://" + HOST + "/")).contains("Hello from Slipway");
    }

    @Test
    @Order(5)
    void aRenewedCertificateIsTakenByTheRouterThatRuns() throws IOException {
        String router = Files.readString(installation.home().resolve("run/router.pid"));
        assertThat(served()).isEqualTo("serial=01");

        issue("next.pem", "next.key", 2, 2);
        put("next.key", KEY);
        put("next.pem", CERTIFICATE);
        await().atMost(Duration.ofSeconds(30)).until(DomainIT::served, "serial=02"::equals);

        openssl("-keyout another.key -out another.pem -subj /CN=another -days 2");
        put("another.key", KEY);
        Path log = installation.home().resolve("logs/watch.log");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(log).contains(KEY + " is not the key of"));
        assertThat(served()).isEqualTo("serial=02");
        assertThat(says("https://" + HOST + "/")).contains("Hello from Slipway");
        assertThat(Files.readString(installation.home().resolve("run/router.pid")))
                .isEqualTo(router);
        put("next.key", KEY);
    }

    /// As a program that renews does: the file appears whole, and newer.
    private static void put(String from, String to) throws IOException {
        Path part = Files.copy(directory.resolve(from), directory.resolve("part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String served() {
        return here.run(
                        "sh",
                        "-c",
                        "openssl s_client -connect 127.0.0.1:443 -servername " + DOMAIN
                                + " </dev/null 2>/dev/null | openssl x509 -noout -serial")
                .out()
                .strip();
    }

    /// The right to listen on low ports is all that it has more than elsewhere.
    @Test
    @Order(6)
    void theRouterMayListenOnLowPortsAndNoMore() {
        Rights router = Rights.of(installation, "router");
        Path engine = installation.home().resolve("engine/docker.sock");

        assertThat(router.says("CapEff")).isEqualTo("0000000000000400");
        assertThat(router.says("CapPrm")).isEqualTo("0000000000000400");
        assertThat(router.connect(engine)).isEqualTo("13");
        assertThat(router.holds(engine)).isFalse();
    }

    private static String bearer() {
        return "Authorization: Bearer " + installation.administratorToken();
    }

    private static String says(String... words) {
        return curl(words).expectSuccess().out();
    }

    private static Command.Result curl(String... words) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--cacert", "ca.pem"));
        for (String name : List.of(DOMAIN, HOST)) {
            for (int port : List.of(80, 443)) {
                command.addAll(List.of("--resolve", name + ":" + port + ":127.0.0.1"));
            }
        }
        command.addAll(List.of(words));
        return here.run(command);
    }
}
