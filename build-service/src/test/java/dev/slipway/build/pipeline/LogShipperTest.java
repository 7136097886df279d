package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogShipperTest {
    private final MemoryOrders orders = new MemoryOrders();
    private final LogShipper log = new LogShipper(orders, begun());

    @Test
    void nothingIsLostOrRepeatedWhenAnswersAreLost() {
        orders.answersToLose.set(3);
        StringBuilder expected = new StringBuilder();
        for (int line = 0; line < 20_000; line++) {
            String text = "line " + line + " äöü\n";
            expected.append(text);
            write(text);
        }
        log.close();

        assertThat(orders.log()).isEqualTo(expected.toString());
    }

    private static Holding begun() {
        return Holding.begun(new MemoryHeldBuilds(), OrderSamples.order("image"));
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.write(bytes, 0, bytes.length);
    }

    @Test
    void lineWithoutItsEndArrivesAllTheSame() {
        write("downloading...");

        await().until(() -> orders.log().equals("downloading..."));
        log.close();
    }

    @Test
    void credentialsAreRedactedAlsoAcrossWrites() {
        write("from https://ada:se");
        write("cret@example.org/x\n");
        log.close();

        assertThat(orders.log()).isEqualTo("from https://redacted@example.org/x\n");
    }

    @Test
    void lineOfThePlatformsOwnBetweenTwoBatchesCostsNothing() {
        write("one\n");
        await().until(() -> orders.log().equals("one\n"));
        orders.note("a line of the platform's own\n");
        write("two\n");
        log.close();

        assertThat(orders.log()).isEqualTo("one\na line of the platform's own\ntwo\n");
    }

    @Test
    void lineOfThePlatformsOwnAfterALostAnswerRepeatsNothing() {
        write("one\n");
        await().until(() -> orders.log().equals("one\n"));
        orders.noteAfterLoss = "a line of the platform's own\n";
        orders.answersToLose.set(1);
        write("two\n");
        log.close();

        assertThat(orders.log()).isEqualTo("one\ntwo\na line of the platform's own\n");
    }

    @Test
    void logThatWasBegunBeforeIsContinued() {
        MemoryOrders begun = new MemoryOrders();
        begun.append(null, 0, "before\n".getBytes(StandardCharsets.UTF_8), 7);
        LogShipper next = new LogShipper(begun, begun());
        next.line("after");
        next.close();

        assertThat(begun.log()).isEqualTo("before\nafter\n");
    }

    @Test
    void adoptedBuildSaysEverythingAgainAndThePlatformGetsTheRest() {
        orders.note("before\n");
        HeldBuild begun = delivered(7);
        orders.note("one\ntw");
        LogShipper next = new LogShipper(orders, Holding.adopted(new MemoryHeldBuilds(), begun));
        next.line("one");
        next.line("two");
        await().until(() -> orders.log().endsWith("two\n"));
        next.line("three");
        next.close();
        log.close();

        assertThat(orders.log()).isEqualTo("before\none\ntwo\nthree\n");
    }

    @Test
    void lastWordsOfTheDeadProcessThatArriveLateAreNotRepeated() {
        orders.note("one\n");
        LogShipper next = adopting(0);
        orders.note("two\nth");
        next.line("one");
        next.line("two");
        next.line("three");
        next.line("four");
        next.close();
        log.close();

        assertThat(orders.log()).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void lineOfThePlatformsOwnAfterAnAdoptedBuildHasSpokenCostsNothing() {
        orders.note("one\n");
        LogShipper next = adopting(0);
        next.line("one");
        next.line("two");
        await().until(() -> orders.log().equals("one\ntwo\n"));
        orders.note("a line of the platform's own\n");
        next.line("three");
        next.line("Image shop/web:b7");
        next.close();
        log.close();

        assertThat(orders.log()).isEqualTo("one\ntwo\na line of the platform's own\nthree\nImage shop/web:b7\n");
    }

    /// Returns when it knows how long the log is.
    private LogShipper adopting(long logFrom) {
        await().until(() -> orders.appends.get() > 0);
        int asked = orders.appends.get();
        LogShipper next = new LogShipper(orders, Holding.adopted(new MemoryHeldBuilds(), delivered(logFrom)));
        await().until(() -> orders.appends.get() > asked);
        return next;
    }

    private static HeldBuild delivered(long logFrom) {
        Instant now = Instant.now();
        return HeldBuild.begun(OrderSamples.order("image"), now).assembling(now, List.of(), logFrom);
    }

    @Test
    void whatIsSaidBeforeTheContainerIsSentWholeAndAtOnceAndToldApart() {
        orders.note("before\n");
        write("of a builder");
        await().until(() -> orders.log().endsWith("builder"));
        orders.away = true;
        write(", made\nScripts from https:");
        log.mark();
        write(" of the container");
        Thread.startVirtualThread(() -> {
            await().until(() -> orders.refused.get() > 0);
            orders.away = false;
        });

        assertThat(log.marked(Duration.ofSeconds(10)))
                .isEqualTo("before\nof a builder, made\nScripts from https:".length());
        log.close();
        assertThat(orders.log()).endsWith("Scripts from https: of the container");
    }

    @Test
    void whatCannotBeSentInTimeIsSentLater() {
        orders.away = true;
        write("one\n");
        log.mark();
        log.marked(Duration.ofMillis(10));
        orders.away = false;
        log.close();

        assertThat(orders.log()).isEqualTo("one\n");
    }

    @Test
    void writerWaitsWhileTheBufferIsFullAndGoesOnWhenTheBuildIsLost() {
        orders.away = true;
        Thread writer = Thread.startVirtualThread(() -> {
            for (int line = 0; line < 100; line++) {
                write("x".repeat(100_000) + "\n");
            }
        });
        await().until(() -> writer.getState() == Thread.State.WAITING);
        orders.lost = true;
        orders.away = false;

        await().until(() -> !writer.isAlive());
        log.close();
    }

    @Test
    void evidenceIsPlainText() {
        write("\u001B[32mgreen\u001B[0m\r\nlast");

        assertThat(log.evidence()).containsExactly("green", "last");
        log.close();
    }
}
