package dev.slipway.platform.instance;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.EventStream;
import dev.slipway.platform.node.LogRelay;
import dev.slipway.platform.node.LogStream;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Tells instances' logs as events, `line` for each line. A reader that comes back with the id of an event gets the
/// lines after it, of each instance, each once. A node that is away is asked again, and its reader waits.
@Singleton
class LogStory {
    private static final Logger LOG = System.getLogger(LogStory.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final LogRelay relay;
    private final Bell bell;
    private final JsonColumns json;

    LogStory(LogRelay relay, Bell bell, JsonColumns json) {
        this.relay = relay;
        this.bell = bell;
        this.json = json;
    }

    /// One instance's log, and `end` with the instance once it has ended and all is told.
    void ofInstance(EventStream stream, LogPlaces places, LogQuery query, Viewer viewer, Supplier<Followed> instance)
            throws IOException, InterruptedException {
        Followed before = stream.patiently(instance);
        if (!before.source().readable() && !places.begun()) {
            for (String line : before.source().evidence()) {
                stream.send(places.toString(), "line", line);
            }
        }
        Wanted wanted = new Wanted(
                () -> List.of(instance.get().source()),
                query,
                false,
                ended -> instance.get().over(ended));
        if (tell(stream, places, wanted, viewer)) {
            Followed now = stream.patiently(instance);
            stream.send(LogPlaces.END, "end", json.write(now.instance()).text());
        }
    }

    /// The logs of whatever runs, until the reader is gone.
    void ofApplication(
            EventStream stream, LogPlaces places, LogQuery query, Viewer viewer, Supplier<List<LogSource>> running)
            throws IOException, InterruptedException {
        tell(stream, places, new Wanted(running, query, true, _ -> false), viewer);
    }

    /// Which logs, where each begins when nothing of it was told, and whether lines say whose they are. over says
    /// that nothing will come any more, given those whose logs have been read to their end.
    private record Wanted(
            Supplier<List<LogSource>> sources, LogQuery query, boolean prefixed, Predicate<Set<String>> over) {}

    /// Until the reader is gone or all is told; the latter is the answer.
    private boolean tell(EventStream stream, LogPlaces places, Wanted wanted, Viewer viewer)
            throws IOException, InterruptedException {
        Telling telling = new Telling(stream, places, wanted, viewer);
        try {
            return telling.tell();
        } finally {
            viewer.leave();
            telling.join();
        }
    }

    private final class Telling {
        private final EventStream stream;
        private final LogPlaces places;
        private final Wanted wanted;
        private final Viewer viewer;
        private final boolean again;
        private final Set<String> read = ConcurrentHashMap.newKeySet();
        private final Set<String> ended = ConcurrentHashMap.newKeySet();
        private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

        Telling(EventStream stream, LogPlaces places, Wanted wanted, Viewer viewer) {
            this.stream = stream;
            this.places = places;
            this.wanted = wanted;
            this.viewer = viewer;
            this.again = places.begun();
        }

        boolean tell() throws IOException, InterruptedException {
            stream.place(places.toString());
            while (!stream.over()) {
                long seen = bell.count(Topic.STATUS);
                for (LogSource source : stream.patiently(wanted.sources())) {
                    if (source.readable() && !ended.contains(source.id()) && read.add(source.id())) {
                        readers.add(
                                Thread.ofVirtual().name("log-" + source.id()).start(() -> read(source)));
                    }
                }
                if (stream.patiently(() -> wanted.over().test(ended))) {
                    return true;
                }
                stream.rest();
                bell.await(Topic.STATUS, seen, LOOK);
            }
            return false;
        }

        void join() throws InterruptedException {
            for (Thread reader : readers) {
                reader.join();
            }
        }

        private void read(LogSource source) {
            try (LogStream log = open(source)) {
                viewer.watches(log);
                StampedLines lines = lines(source);
                log.copyTo(lines);
                lines.close();
                // While its container may run it was the engine that ended: it is read again.
                if (!source.mayGrow()) {
                    ended.add(source.id());
                    bell.ring(Topic.STATUS);
                }
            } catch (PlatformException | IOException | UncheckedIOException broken) {
                LOG.log(Level.DEBUG, "the log of instance " + source.id() + " broke off", broken);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                readers.remove(Thread.currentThread());
                read.remove(source.id());
            }
        }

        private LogStream open(LogSource source) throws InterruptedException {
            LogPlace from = place(source);
            LogQuery query = wanted.query();
            boolean first = from == null && !again;
            return relay.openStamped(
                    source.id(),
                    source.node(),
                    first ? query.tail() : -1,
                    from != null ? from.anchor() : Instant.ofEpochSecond(first ? query.since() : 0));
        }

        private LogPlace place(LogSource source) {
            synchronized (places) {
                return places.of(source);
            }
        }

        private StampedLines lines(LogSource source) {
            LogResumption resumption = new LogResumption(place(source));
            String prefix = wanted.prefixed() ? source.prefix() : "";
            return new StampedLines((time, text) -> {
                if (resumption.told(time)) {
                    return;
                }
                synchronized (places) {
                    LogPlace before = places.of(source);
                    places.put(source.id(), before == null ? LogPlace.first(time) : before.after(time));
                    stream.send(places.toString(), "line", prefix + text);
                }
            });
        }
    }
}
