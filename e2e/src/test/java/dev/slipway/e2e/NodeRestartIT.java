package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The processes of Slipway may die at any time: applications go on answering, and work goes on afterwards.
@Order(Story.LATE)
class NodeRestartIT extends Story {
    private static final String PROJECT = "restart";
    private static final Duration BACK = Duration.ofMinutes(1);

    @Test
    void whenTheNodeDiesItsApplicationsGoOnAnsweringAndItTakesThemUpAgain() {
        WorkTree tree = deployed("steady");
        deployed("unlucky");
        Container steady = Container.of(installation, admin, PROJECT, "steady");
        Container unlucky = Container.of(installation, admin, PROJECT, "unlucky");

        try (Poll poll = Poll.of(visitor, host(PROJECT, "steady"), "Hello from Slipway")) {
            kill("node");
            installation.docker("kill", unlucky.id()).expectSuccess();
            awaitBack("node");
            visitor.seesSoon(host(PROJECT, "unlucky"), "Hello from Slipway");
            deployed("newcomer");
            poll.assertAllAnswered();
        }

        assertThat(Container.of(installation, admin, PROJECT, "unlucky").id()).isNotEqualTo(unlucky.id());
        assertThat(Container.of(installation, admin, PROJECT, "steady").id()).isEqualTo(steady.id());
        assertThat(steady.inspect("{{.State.Running}}")).isEqualTo("true");

        push(tree.write("www/index.html", "second edition").commit("second"), "restart/steady")
                .expectSuccess();
        visitor.seesSoon(host(PROJECT, "steady"), "second edition");
    }

    @Test
    void whenTheRouterDiesItAnswersFromItsTableWithoutTheOthers() {
        deployed("found");
        signal("STOP", "platform");
        signal("STOP", "node");
        try {
            kill("router");

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> visitor.visit(host(PROJECT, "found"), "/").status() == 200);
        } finally {
            signal("CONT", "node");
            signal("CONT", "platform");
        }
        awaitBack("router");
        deployed("after-router");
    }

    @Test
    void whenThePlatformDiesApplicationsGoOnAnsweringAndALaterPushWorks() {
        WorkTree tree = deployed("serving");

        try (Poll poll = Poll.of(visitor, host(PROJECT, "serving"), "Hello from Slipway")) {
            kill("platform");
            awaitBack("platform");
            poll.assertAllAnswered();
        }

        push(tree.write("www/index.html", "second edition").commit("second"), "restart/serving")
                .expectSuccess();
        visitor.seesSoon(host(PROJECT, "serving"), "second edition");
    }

    private WorkTree deployed(String application) {
        admin.application(PROJECT, application, "");
        WorkTree tree = Files.exists(directory.resolve(".git"))
                ? WorkTree.at(directory)
                : WorkTree.ofSample(directory, "shell");
        push(tree, PROJECT + "/" + application).expectSuccess();
        assertThat(visitor.visit(host(PROJECT, application), "/").status()).isEqualTo(200);
        return tree;
    }

    private void kill(String role) {
        ProcessHandle process = process(role);
        signal("KILL", role);
        process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    private void signal(String name, String role) {
        new Command(Path.of("/"), java.util.Map.of(), Duration.ofSeconds(10))
                .run("kill", "-" + name, String.valueOf(process(role).pid()))
                .expectSuccess();
    }

    private ProcessHandle process(String role) {
        try {
            Path file = installation.home().resolve("run").resolve(role + ".pid");
            return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the supervisor has started it again and the installation is ready as a whole.
    private void awaitBack(String role) {
        await().atMost(BACK).ignoreExceptions().until(() -> process(role).isAlive());
        await().atMost(BACK)
                .until(() -> installation.launcher("status", "--json").exit() == 0);
    }
}
