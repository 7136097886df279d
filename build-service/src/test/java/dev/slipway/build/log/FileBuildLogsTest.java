package dev.slipway.build.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.build.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBuildLogsTest {
    private final UUID build = UUID.randomUUID();
    private final ConcurrentMap<UUID, String> ended = new ConcurrentHashMap<>();
    private FileBuildLogs logs;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        logs = new FileBuildLogs(directory, id -> Optional.ofNullable(ended.get(id)), 100);
    }

    @Test
    void followersGetEveryByteAndEndWithTheBuild() throws Exception {
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            followers.add(new Follower());
        }
        append(0, "one\n");
        await().until(() ->
                followers.stream().allMatch(follower -> follower.text().equals("one\n")));
        append(4, "two\n");
        ended.put(build, "build 1 succeeded");
        logs.finish(build);

        for (Follower follower : followers) {
            follower.thread.join();
            assertThat(follower.text()).isEqualTo("one\ntwo\nbuild 1 succeeded\n");
        }
    }

    @Test
    void followersEndAlsoWhenNobodyFinishedTheLog() throws Exception {
        Follower follower = new Follower();
        append(0, "half a line");
        ended.put(build, "build 1 failed: NodeLost");

        follower.thread.join();
        assertThat(follower.text()).isEqualTo("half a line\nbuild 1 failed: NodeLost\n");
    }

    @Test
    void lastLineIsWrittenOnce() throws Exception {
        ended.put(build, "build 1 succeeded");
        logs.finish(build);
        logs.finish(build);
        open();
        logs.finish(build);

        assertThat(text(0)).isEqualTo("build 1 succeeded\n");
    }

    @Test
    void onlyThePresentLengthIsAppendedAt() throws Exception {
        assertThat(append(0, "one\n")).isEqualTo(4);
        assertThat(append(0, "one\n")).isEqualTo(4);
        assertThat(append(9, "x")).isEqualTo(4);
        assertThat(append(0, "")).isEqualTo(4);
        assertThat(text(0)).isEqualTo("one\n");
        assertThat(text(2)).isEqualTo("e\n");
    }

    @Test
    void whoMayNotAppendIsRefused() throws Exception {
        assertThat(logs.append(build, 0, new byte[1], () -> false)).isEqualTo(-1);
        assertThat(text(0)).isEmpty();
    }

    @Test
    void logAboveItsLimitIsCutWithASentence() throws Exception {
        assertThat(append(0, "x".repeat(90))).isEqualTo(90);
        assertThat(append(90, "y".repeat(90))).isEqualTo(180);
        assertThat(append(180, "z")).isEqualTo(181);
        ended.put(build, "build 1 succeeded");

        assertThat(text(0))
                .startsWith("x".repeat(90) + "y".repeat(10) + "\n")
                .contains("the rest is not kept")
                .endsWith("\nbuild 1 succeeded\n")
                .doesNotContain("z");
    }

    @Test
    void whatIsReadDoesNothingToATerminalAndIsAsLong() throws Exception {
        append(0, "\u001B[31mred\u001B[0m\u001B]0;title\u0007\n");

        assertThat(text(0)).isEqualTo("\u001B[31mred\u001B[0m" + "\u007f".repeat(10) + "\n");
        assertThat(text(12)).isEqualTo("\u007f".repeat(10) + "\n");
    }

    @Test
    void firstErrorIsThatOfTheStageThatFailed() throws Exception {
        logs = new FileBuildLogs(directory, id -> Optional.ofNullable(ended.get(id)), 10_000);
        String before = """
                error: of an attempt before
                --> dependencies
                npm ERR! alone it could not be
                <-- dependencies        1.000 s
                --> assemble
                Grüße
                """;
        append(
                0,
                before
                        + "\u001B[31mnpm ERR! 404\u001B[0m\n<-- assemble            1.000 s failed\nerror: said after\n");

        assertThat(logs.firstError(build))
                .contains(new LogLine(7, before.getBytes(StandardCharsets.UTF_8).length, "npm ERR! 404"));
    }

    @Test
    void logWithoutStagesIsLookedThroughAndOneWithoutErrorsHasNone() throws Exception {
        logs = new FileBuildLogs(directory, id -> Optional.ofNullable(ended.get(id)), 10_000);
        append(0, "one\n");
        assertThat(logs.firstError(build)).isEmpty();

        append(4, "fatal: two\n");
        assertThat(logs.firstError(build)).contains(new LogLine(2, 4, "fatal: two"));
    }

    private long append(long offset, String text) throws IOException {
        return logs.append(build, offset, text.getBytes(StandardCharsets.UTF_8), () -> true);
    }

    private String text(long from) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        logs.read(build, from, false, bytes::write);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private final class Follower {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread = Thread.startVirtualThread(this::follow);

        private void follow() {
            try {
                logs.read(build, 0, true, bytes::write);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
