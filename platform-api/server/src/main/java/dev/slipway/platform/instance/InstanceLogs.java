package dev.slipway.platform.instance;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.node.LogRelay;
import dev.slipway.platform.node.LogStream;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Several instances' logs as one text, each line prefixed with whose it is.
@Singleton
class InstanceLogs {
    private static final Logger LOG = System.getLogger(InstanceLogs.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final LogRelay relay;
    private final Bell bell;

    InstanceLogs(LogRelay relay, Bell bell) {
        this.relay = relay;
        this.bell = bell;
    }

    /// One instance's log, its node having answered. Throws UNAVAILABLE.
    LogStream open(LogSource source, LogQuery query) throws InterruptedException {
        return relay.open(source.id(), source.node(), query.follow(), query.tail(), query.since());
    }

    /// One after another, as far as they go now.
    void write(List<LogSource> sources, LogQuery query, Viewer viewer, OutputStream out)
            throws IOException, InterruptedException {
        for (LogSource source : sources) {
            try (PrefixedLines lines = new PrefixedLines(source.prefix(), out)) {
                if (source.readable()) {
                    copy(source, query, viewer, lines);
                } else {
                    lines.write(source.remains().getBytes(StandardCharsets.UTF_8));
                }
            } catch (PlatformException unavailable) {
                note(source, unavailable, out);
            }
        }
    }

    /// The others' logs are still worth reading.
    private static void note(LogSource source, PlatformException unavailable, OutputStream out) throws IOException {
        try (PrefixedLines lines = new PrefixedLines(source.prefix(), out)) {
            lines.write(("(no log: " + unavailable.detail() + ")\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /// All that run now or start later, as their lines come, until the viewer is gone.
    void follow(Supplier<List<LogSource>> running, LogQuery query, Viewer viewer, OutputStream out)
            throws InterruptedException {
        Following following = new Following(query, viewer, out);
        while (!viewer.gone()) {
            long seen = bell.count(Topic.STATUS);
            running.get().forEach(following::take);
            bell.await(Topic.STATUS, seen, LOOK);
        }
    }

    /// The logs that one viewer follows, each line once: a log that ends although its instance runs, because its
    /// node's process or the engine ended, is opened again where it was.
    private final class Following {
        private final LogQuery query;
        private final Viewer viewer;
        private final OutputStream out;
        private final Set<String> followed = ConcurrentHashMap.newKeySet();
        private final Map<String, LogPlace> places = new ConcurrentHashMap<>();

        Following(LogQuery query, Viewer viewer, OutputStream out) {
            this.query = query;
            this.viewer = viewer;
            this.out = out;
        }

        void take(LogSource source) {
            if (followed.add(source.id())) {
                Thread.ofVirtual().name("log-" + source.id()).start(() -> follow(source));
            }
        }

        private void follow(LogSource source) {
            LogPlace place = places.get(source.id());
            try (PrefixedLines lines = new PrefixedLines(source.prefix(), out);
                    LogStream log = open(source, place)) {
                viewer.watches(log);
                StampedLines stamped = lines(source, place, lines);
                log.copyTo(stamped);
                stamped.close();
            } catch (PlatformException | IOException unavailable) {
                LOG.log(Level.DEBUG, "the log of instance " + source.id() + " ended early", unavailable);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                followed.remove(source.id());
            }
        }

        private LogStream open(LogSource source, LogPlace place) throws InterruptedException {
            return place == null
                    ? relay.openStamped(source.id(), source.node(), query.tail(), Instant.ofEpochSecond(query.since()))
                    : relay.openStamped(source.id(), source.node(), -1, place.anchor());
        }

        private StampedLines lines(LogSource source, LogPlace place, PrefixedLines lines) {
            LogResumption resumption = new LogResumption(place);
            return new StampedLines(
                    (time, text) -> {
                        if (!resumption.told(time)) {
                            lines.write((text + "\n").getBytes(StandardCharsets.UTF_8));
                            places.compute(
                                    source.id(),
                                    (_, before) -> before == null ? LogPlace.first(time) : before.after(time));
                        }
                    },
                    lines);
        }
    }

    private void copy(LogSource source, LogQuery query, Viewer viewer, OutputStream lines)
            throws IOException, InterruptedException {
        try (LogStream log = open(source, query)) {
            viewer.watches(log);
            log.copyTo(lines);
        }
    }
}
