package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/upgrade`: an installation of an earlier program is upgraded to this one while visitors come.
class FullUpgradeDrill {
    private static final Path FROM = Path.of(System.getProperty("slipway.drill.from", ""));
    private static final int PER_SECOND = Integer.getInteger("slipway.drill.rate", 50);
    private static final int APPLICATIONS = 2;
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Installation installation;
    private final List<String> hosts = new ArrayList<>();

    @BeforeEach
    void startTheEarlierProgram() throws IOException {
        // JUnit's directory is its owner's alone; the users of the home must get through.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        installation = Installation.apart(directory.resolve("home"));
        installation.up(FROM).expectSuccess();
        Api api = Api.administrator(installation);
        for (int i = 0; i < APPLICATIONS; i++) {
            api.application("steady", "s" + i, "");
            WorkTree.ofSample(Files.createDirectory(directory.resolve("s" + i)), "shell")
                    .push(installation, api, "admin", "steady/s" + i)
                    .expectSuccess();
            hosts.add(Story.host("steady", "s" + i));
        }
    }

    @AfterEach
    void purge() {
        installation.purge().expectSuccess();
    }

    @Test
    void nobodyNoticesTheUpgrade() {
        Instant began;
        Instant upgraded;
        Load load = Load.of(installation.routerPort(), hosts, PER_SECOND);
        try (load) {
            await().until(() -> load.answered() > PER_SECOND);
            began = Instant.now();
            Command.Result result = installation.up(Installation.root()).expectSuccess();
            upgraded = Instant.now();
            System.out.println(result.err());
            assertThat(result.err()).contains("upgraded");
            // What the former router still does ends meanwhile.
            int answered = load.answered();
            await().atMost(AFTERWARDS.multipliedBy(3))
                    .until(() -> load.answered() - answered > PER_SECOND * AFTERWARDS.toSeconds());
        }
        System.out.printf(
                "%d answered, %d failed; upgraded in %d ms%n",
                load.answered(), load.failures().size(), millis(began, upgraded));
        bySecond(began, load.failures()).forEach((second, what) -> System.out.println("+" + second + " s: " + what));
        assertThat(load.failures()).isEmpty();
    }

    private static Map<Long, Map<String, Long>> bySecond(Instant began, List<Load.Failure> failures) {
        return failures.stream()
                .collect(Collectors.groupingBy(
                        failure -> millis(began, failure.at()) / 1000,
                        TreeMap::new,
                        Collectors.groupingBy(Load.Failure::what, TreeMap::new, Collectors.counting())));
    }

    private static long millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
