package dev.slipway.build.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptBuilderMakerTest {
    @TempDir
    Path builders;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void scriptIsToldWhatToMakeAndHeardLineByLine() throws Exception {
        try (ScriptBuilderMaker maker = maker("echo \"builders: $*\"; echo plain >&2")) {
            maker.make(perl(maker), told::add);
        }
        assertThat(told).containsExactly("load /run/engine.sock abcdef perl", "plain");
    }

    @Test
    void tagIsTheOneThatTheScriptGives() throws Exception {
        try (ScriptBuilderMaker maker = maker("exit 0")) {
            assertThat(maker.tag(perl(maker))).isEqualTo("slipway-abcdef/builder-perl:5.36");
        }
    }

    @Test
    void failureHasWhatWasSaidLastAsEvidenceAndTheNextAttemptBeginsAnew() throws Exception {
        try (ScriptBuilderMaker maker = maker("echo attempt >>\"$(dirname \"$0\")/attempts\"; seq 1 30; exit 1")) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> maker.make(perl(maker), told::add))
                        .isInstanceOfSatisfying(FailedBuild.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(FailureReason.BuilderNotMade);
                            assertThat(failure.evidence()).hasSize(12).endsWith("30");
                        });
                assertThat(Files.readAllLines(builders.resolve("attempts"))).hasSize(attempt);
            }
        }
    }

    @Test
    void twoThatWantTheSameWaitForOneMakingAndHearAllOfIt() throws Exception {
        try (ScriptBuilderMaker maker = maker(untilReleased())) {
            FutureTask<List<String>> first = following(maker);
            await().until(() -> Files.exists(builders.resolve("attempts")));
            FutureTask<List<String>> second = following(maker);
            Files.createFile(builders.resolve("released"));

            assertThat(first.get()).containsExactly("begun", "done");
            assertThat(second.get()).isEqualTo(first.get());
            assertThat(Files.readAllLines(builders.resolve("attempts"))).hasSize(1);
        }
    }

    @Test
    void whoStopsWaitingTakesNothingAway() throws Exception {
        try (ScriptBuilderMaker maker = maker(untilReleased())) {
            Thread leaves = Thread.startVirtualThread(() -> assertThatThrownBy(() -> maker.make(perl(maker), told::add))
                    .isInstanceOf(InterruptedException.class));
            await().until(() -> told.contains("begun"));
            leaves.interrupt();
            leaves.join();

            FutureTask<List<String>> stays = following(maker);
            Files.createFile(builders.resolve("released"));
            assertThat(stays.get()).endsWith("done");
            assertThat(Files.readAllLines(builders.resolve("attempts"))).hasSize(1);
        }
    }

    @Test
    void whatTakesTooLongIsEndedInOrder() throws Exception {
        String cleansUp = "trap 'touch \"$(dirname \"$0\")/cleaned\"; exit 1' TERM; while :; do sleep 0.02; done";
        try (ScriptBuilderMaker maker = maker(cleansUp, Duration.ofMillis(300))) {
            assertThatThrownBy(() -> maker.make(perl(maker), told::add)).isInstanceOf(FailedBuild.class);
        }
        assertThat(builders.resolve("cleaned")).exists();
        assertThat(told).anyMatch(line -> line.contains("took longer"));
    }

    @Test
    void whoWaitsHearsThatItGoesOnWhereNothingIsSaid() throws Exception {
        String quiet = "cd \"$(dirname \"$0\")\"; echo begun; until [ -e released ]; do sleep 0.02; done; echo done";
        try (ScriptBuilderMaker maker = maker(quiet, Duration.ofMinutes(1), Duration.ofMillis(30))) {
            Thread waits = Thread.startVirtualThread(() -> make(maker));
            await().until(() -> told.stream()
                            .filter(line -> line.startsWith("Still at it: "))
                            .count()
                    > 1);
            Files.createFile(builders.resolve("released"));
            waits.join();
        }
        assertThat(told).contains("begun").endsWith("done");
    }

    private void make(ScriptBuilderMaker maker) {
        try {
            maker.make(perl(maker), told::add);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingEndsWhatIsBeingMade() throws Exception {
        ScriptBuilderMaker maker = maker(untilReleased());
        FutureTask<List<String>> waits = following(maker);
        await().until(() -> Files.exists(builders.resolve("attempts")));

        maker.close();

        assertThatThrownBy(waits::get).hasCauseInstanceOf(FailedBuild.class);
    }

    private static String untilReleased() {
        return "cd \"$(dirname \"$0\")\"; echo begun; echo one >>attempts; until [ -e released ]; do sleep 0.02; done; echo done";
    }

    private FutureTask<List<String>> following(BuilderMaker maker) {
        FutureTask<List<String>> task = new FutureTask<>(() -> {
            List<String> heard = new CopyOnWriteArrayList<>();
            maker.make(perl(maker), heard::add);
            return heard;
        });
        Thread.startVirtualThread(task);
        return task;
    }

    private static BuilderRecipe perl(BuilderMaker maker) {
        return maker.recipes().getFirst();
    }

    private ScriptBuilderMaker maker(String script) throws IOException {
        return maker(script, Duration.ofMinutes(1));
    }

    private ScriptBuilderMaker maker(String script, Duration limit) throws IOException {
        return maker(script, limit, Duration.ofMinutes(1));
    }

    private ScriptBuilderMaker maker(String script, Duration limit, Duration silence) throws IOException {
        Path perl = Files.createDirectories(builders.resolve("perl/s2i"));
        Files.writeString(perl.resolve("assemble"), "");
        Files.writeString(builders.resolve("perl/builder"), "VERSION=5.36\n");
        Path file = Files.writeString(builders.resolve("make.sh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ScriptBuilderMaker(builders, Path.of("/run/engine.sock"), "abcdef", limit, silence);
    }
}
