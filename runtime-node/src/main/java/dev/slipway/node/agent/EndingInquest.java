package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams;
import dev.slipway.engine.Streams.LogQuery;
import dev.slipway.node.probe.Health.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Finds out why a container ended: its exit code, the kernel's memory killer, our own verdict, its last words.
final class EndingInquest {
    private static final int LINES = 20;
    private static final int LINE_LENGTH = 500;
    private static final int LOG_BYTES = 256 << 10;

    private final Streams streams;

    EndingInquest(Streams streams) {
        this.streams = streams;
    }

    /// verdict null unless the agent itself gave it up.
    Ending of(ContainerStatus ended, Verdict verdict) {
        return new Ending(
                ended.id(),
                ended.startedAt(),
                ended.exitCode(),
                reason(ended, verdict),
                message(ended, verdict),
                lastLines(ended.id()));
    }

    private static String reason(ContainerStatus ended, Verdict verdict) {
        if (verdict != null) {
            return verdict.reason();
        }
        if (ended.outOfMemory()) {
            return "OutOfMemoryKilled";
        }
        return exitedWell(ended) ? "Exited" : "Crashed";
    }

    private static boolean exitedWell(ContainerStatus ended) {
        return ended.exitCode() != null && ended.exitCode() == 0;
    }

    private static String message(ContainerStatus ended, Verdict verdict) {
        if (verdict != null) {
            return verdict.message();
        }
        if (ended.outOfMemory()) {
            return "It used more memory than its limit and was killed.";
        }
        return ended.exitCode() == null ? "It ended." : "It ended with exit code " + ended.exitCode() + ".";
    }

    private List<String> lastLines(String container) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Streams.Following following = streams.logs(
                container,
                new LogQuery(false, LINES, null),
                (_, bytes, offset, length) -> keepLast(log, bytes, offset, length))) {
            following.join();
        } catch (EngineException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List<String> lines = log.toString(StandardCharsets.UTF_8)
                .lines()
                .map(EndingInquest::cut)
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    /// At least the last 256 KiB, never much more than twice that.
    private static void keepLast(ByteArrayOutputStream log, byte[] bytes, int offset, int length) {
        log.write(bytes, offset, length);
        if (log.size() > 2 * LOG_BYTES) {
            byte[] all = log.toByteArray();
            log.reset();
            log.write(all, all.length - LOG_BYTES, LOG_BYTES);
        }
    }

    private static String cut(String line) {
        return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "…";
    }
}
