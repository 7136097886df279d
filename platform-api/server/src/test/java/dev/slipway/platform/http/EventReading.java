package dev.slipway.platform.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A reader of an event stream in memory.
public final class EventReading {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Event> only;
    private boolean gone;

    public EventReading() {
        this(null);
    }

    private EventReading(List<Event> only) {
        this.only = only;
    }

    public record Event(String id, String event, String data) {
        static Event of(String block) {
            return new Event(field(block, "id: "), field(block, "event: "), field(block, "data: "));
        }

        private static String field(String block, String name) {
            return block.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .collect(Collectors.joining("\n"));
        }
    }

    public EventStream stream() {
        return new EventStream(bytes, Duration.ofHours(1), () -> gone);
    }

    public void leave() {
        gone = true;
    }

    public List<Event> events() {
        return only == null ? of(bytes.toString(StandardCharsets.UTF_8)) : only;
    }

    /// What a whole stream held.
    public static List<Event> of(String text) {
        return Arrays.stream(text.split("\n\n"))
                .filter(block -> block.startsWith("id: "))
                .map(Event::of)
                .toList();
    }

    public EventReading first(int count) {
        return new EventReading(new ArrayList<>(events().subList(0, count)));
    }

    public List<String> data(String event) {
        return events().stream()
                .filter(one -> one.event().equals(event))
                .map(Event::data)
                .toList();
    }
}
