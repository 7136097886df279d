package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets reach the builds and runs that they are for, and can be found nowhere else. Each search also looks for a
/// text that is no secret and must be there, so that a search that finds nothing has searched.
@TestInstance(Lifecycle.PER_CLASS)
class SecretsIT extends Story {
    private static final String PROJECT = "vault";
    private static final String APPLICATION = "/projects/vault/applications/keeper";
    private static final String EVERYWHERE = "canary-everywhere-5d01ac77";
    private static final String BUILD = "canary-build-91b2f0e4c3";
    private static final String RUN = "canary-run-2c6d";
    private static final List<String> SECRETS = List.of(EVERYWHERE, BUILD, RUN);
    private static final String OPEN = "sparrow-in-the-open";

    private static final String TWELVE_WAYS = """
            #!/bin/sh
            count=0
            for name in $(seq 0 19); do
              eval "value=\\$CANARY_$name"
              [ -z "$value" ] || count=$((count + 1))
              echo "form 1: $value"
              echo "form 2: $(printf %s "$value" | base64 -w 0)"
              echo "form 3: $(printf 'user:%s' "$value" | base64 -w 0)"
              echo "form 4: $(printf 'me:%s@host' "$value" | base64 -w 0)"
              echo "form 5: $(printf %s "$value" | od -An -v -tx1 | tr -d ' \\n')"
              echo "form 6: $(printf %s "$value" | od -An -v -tx1 | tr -d ' \\n' | tr a-f A-F)"
              echo "form 7: $(printf %s "$value" | sed 's/+/%2B/; s|/|%2F|')"
              echo "form 8: https://user:$value@example.org/$value"
              echo "form 9: {\\"token\\": \\"$value\\"}"
              printf 'form 10: %s' "$(printf %s "$value" | cut -c 1-9)"
              printf '%s\\n' "$(printf %s "$value" | cut -c 10-)"
              printf 'form 11: \\033[31m%s\\033[0m\\n' "$value"
              echo "form 12: $value" >&2
            done
            echo "it has $count canaries"
            touch /tmp/said
            until [ -e /tmp/go ]; do sleep 0.1; done
            rm /tmp/said /tmp/go
            exec /usr/libexec/s2i/assemble
            """;

    private String pushed;
    private Container container;

    @BeforeAll
    void deploy(@TempDir Path source) {
        admin.application(PROJECT, "keeper", ",\"environment\":[" + String.join(",", variables()) + "]");
        WorkTree tree = WorkTree.ofSample(source, "shell")
                .writeScript(".s2i/bin/assemble", """
                        #!/bin/sh
                        echo "assemble sees everywhere ${#EVERYWHERE} build ${#BUILD_ONLY} run ${#RUN_ONLY} $OPEN"
                        echo "token: $BUILD_ONLY"
                        echo "header: $(printf 'user:%s' "$EVERYWHERE" | base64)"
                        cp -R /tmp/src/. .
                        echo "$OPEN" > open
                        """)
                .writeScript("app.sh", """
                        #!/bin/sh
                        echo "run sees everywhere ${#EVERYWHERE} build ${#BUILD_ONLY} run ${#RUN_ONLY} $OPEN" > www/index.html
                        cat www/index.html
                        exec busybox httpd -f -p "${PORT:-8080}" -h www
                        """)
                .commit("count the letters");
        pushed = push(tree, PROJECT + "/keeper").expectSuccess().err();
        container = Container.of(installation, admin, PROJECT, "keeper");
    }

    private static List<String> variables() {
        return List.of(
                "{\"name\":\"EVERYWHERE\",\"value\":\"" + EVERYWHERE + "\",\"secret\":true}",
                "{\"name\":\"BUILD_ONLY\",\"value\":\"" + BUILD + "\",\"secret\":true,\"scope\":\"build\"}",
                "{\"name\":\"RUN_ONLY\",\"value\":\"" + RUN + "\",\"secret\":true,\"scope\":\"run\"}",
                "{\"name\":\"OPEN\",\"value\":\"" + OPEN + "\"}");
    }

    @Test
    void theBuildSeesItsSecretsAndNotThoseOfRuns() {
        assertThat(pushed)
                .contains("assemble sees everywhere " + EVERYWHERE.length() + " build " + BUILD.length() + " run 0 "
                        + OPEN);
    }

    @Test
    void whatABuildPrintsOfItsSecretsIsHidden() {
        assertThat(pushed).contains("token: ***").contains("header: dXNlcj").doesNotContain(SECRETS);
    }

    @Test
    void theRunSeesItsSecretsAndNotThoseOfBuilds() {
        assertThat(visitor.visit(host(PROJECT, "keeper"), "/").text())
                .contains("run sees everywhere " + EVERYWHERE.length() + " build 0 run " + RUN.length() + " " + OPEN);
        assertThat(container.says("cat /proc/1/environ | tr '\\0' '\\n'"))
                .contains("EVERYWHERE=" + EVERYWHERE, "RUN_ONLY=" + RUN)
                .doesNotContain(BUILD);
    }

    @Test
    void theImageHoldsNone() {
        String image = container.inspect("{{.Image}}");
        String saved = directory.resolve("image.tar").toString();

        String described =
                installation.docker("image", "inspect", image).expectSuccess().out();
        String history = installation
                .docker("history", "--no-trunc", image)
                .expectSuccess()
                .out();
        installation.docker("save", "-o", saved, image).expectSuccess();

        assertThat(described + history).doesNotContain(SECRETS);
        assertFoundOnlyOpen(saved);
    }

    /// Twenty of them, each written in twelve ways; meanwhile the engine and the list of processes are looked at.
    @Test
    void aBuildUnderWayShowsNoneToWhoeverLooks(@TempDir Path source) {
        List<String> canaries = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> "canary+%02d/%s".formatted(number, UUID.randomUUID()))
                .toList();
        String variables = IntStream.range(0, canaries.size())
                .mapToObj(number -> "{\"name\":\"CANARY_%d\",\"value\":\"%s\",\"secret\":true,\"scope\":\"build\"}"
                        .formatted(number, canaries.get(number)))
                .collect(Collectors.joining(","));
        admin.application(PROJECT, "watched", ",\"environment\":[" + variables + "]");
        WorkTree tree = WorkTree.ofSample(source, "shell")
                .writeScript(".s2i/bin/assemble", TWELVE_WAYS)
                .commit("say it in many ways");
        push(tree, PROJECT + "/watched", "-o", "detach").expectSuccess();
        String building = runningBuild();
        soon().until(() ->
                installation.docker("exec", building, "test", "-e", "/tmp/said").exit() == 0);

        String inspected =
                installation.docker("inspect", building).expectSuccess().out();
        String processes = new Command(Path.of("/"), Map.of(), Duration.ofSeconds(30))
                .run("sh", "-c", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/comm 2>/dev/null | tr '\\0' ' '")
                .out();
        installation.docker("exec", building, "touch", "/tmp/go").expectSuccess();
        soon().until(() -> admin.get("/projects/vault/applications/watched/builds/1")
                .json()
                .path("state")
                .asText()
                .equals("succeeded"));
        String log =
                admin.get("/projects/vault/applications/watched/builds/1/log").text();

        assertThat(inspected).contains("dev.slipway.build");
        assertThat(processes).contains("assemble");
        assertThat(log).contains("it has 20 canaries", "form 12");
        List<String> forms = canaries.stream().flatMap(SecretsIT::forms).toList();
        assertThat(inspected + processes + log).doesNotContain(forms);
        for (String place : List.of("platform", "postgres/data", "node", "logs")) {
            assertThat(search(installation.home().resolve(place).toString(), forms))
                    .as(place)
                    .isEmpty();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    @Test
    void theFilesThatABuildLeftInTheContainerHoldNone() {
        String exported = directory.resolve("container.tar").toString();
        installation.docker("export", "-o", exported, container.id()).expectSuccess();

        assertFoundOnlyOpen(exported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                APPLICATION,
                APPLICATION + "/environment",
                APPLICATION + "/releases/1",
                APPLICATION + "/builds/1",
                APPLICATION + "/builds/1/log",
                APPLICATION + "/deployments",
                APPLICATION + "/instances",
                APPLICATION + "/log",
                APPLICATION + "/status",
                "/projects/vault/events"
            })
    void theInterfaceShowsNone(String path) {
        assertThat(admin.get(path).expect(200).text()).isNotBlank().doesNotContain(SECRETS);
    }

    @Test
    void theEnvironmentNamesThemWithoutTheirValues() {
        var variables = admin.get(APPLICATION + "/environment").json().path("variables");

        assertThat(variables).hasSize(4);
        for (var variable : variables) {
            boolean secret = variable.path("secret").asBoolean();
            assertThat(secret).isEqualTo(!variable.path("name").asText().equals("OPEN"));
            assertThat(variable.path("value").isNull()).isEqualTo(secret);
        }
    }

    @Test
    void theDatabaseHoldsNoneInClear() {
        assertFoundOnlyOpen(installation.home().resolve("postgres/data").toString());
    }

    @Test
    void thePlatformsFilesHoldNone() {
        assertFoundOnlyOpen(installation.home().resolve("platform").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "router", "run", "logs", "config", "postgres/server.log"})
    void noOtherFileOfTheInstallationHoldsOne(String name) {
        String place = installation.home().resolve(name).toString();

        assertThat(search(place, SECRETS.stream().flatMap(SecretsIT::forms).toList()))
                .isEmpty();
    }

    private static void assertFoundOnlyOpen(String place) {
        assertThat(search(place, List.of(OPEN))).isNotEmpty();
        assertThat(search(place, SECRETS.stream().flatMap(SecretsIT::forms).toList()))
                .isEmpty();
    }

    /// As it is, in hexadecimal, and in base64 wherever it begins in a group of three.
    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(secret, HexFormat.of().formatHex(bytes)));
        for (int skip = 0; skip < 3; skip++) {
            int length = (bytes.length - skip) / 3 * 3;
            byte[] part = java.util.Arrays.copyOfRange(bytes, skip, skip + length);
            forms.add(Base64.getEncoder().encodeToString(part));
        }
        return forms.stream();
    }

    /// The files at or below the place that hold one of the texts.
    private static List<String> search(String place, List<String> texts) {
        List<String> words = new ArrayList<>(List.of("grep", "-rlaF"));
        texts.forEach(text -> words.addAll(List.of("-e", text)));
        words.addAll(List.of("--", place));
        Command.Result result = new Command(Path.of("/"), Map.of("LC_ALL", "C"), Duration.ofMinutes(2)).run(words);
        // Files that go while grep looks are said on standard error; a place that is not there must not pass.
        assertThat(Path.of(place)).exists();
        return result.out().lines().toList();
    }
}
