package dev.slipway.node.agent;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams;
import dev.slipway.engine.Streams.LogQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The end of what a container printed: at most 20 lines of 500 characters, none where the engine cannot tell.
final class LastLines {
    private static final int LINES = 20;
    private static final int LINE_LENGTH = 500;
    private static final int LOG_BYTES = 256 << 10;

    private final Streams streams;

    LastLines(Streams streams) {
        this.streams = streams;
    }

    List<String> of(String container) {
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
        List<String> lines =
                log.toString(StandardCharsets.UTF_8).lines().map(LastLines::cut).toList();
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
