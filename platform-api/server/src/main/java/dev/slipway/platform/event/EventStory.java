package dev.slipway.platform.event;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.event.Events.Event;
import dev.slipway.platform.http.EventStream;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Tells events as they come: the bell wakes, the database says what there is. A page at a time is in memory, and no
/// connection is held while the reader takes it.
@Singleton
class EventStory {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int PAGE = 100;

    private final JsonColumns json;
    private final Bell bell;

    EventStory(JsonColumns json, Bell bell) {
        this.json = json;
        this.bell = bell;
    }

    /// What happened after an event, oldest first; throws where the reader may no longer see it.
    @FunctionalInterface
    interface Source {
        List<Event> after(long id, int most);
    }

    void tell(EventStream stream, long from, Source source) throws IOException, InterruptedException {
        stream.place(String.valueOf(from));
        long told = from;
        while (!stream.over()) {
            long seen = bell.count(Topic.STATUS);
            long last = told;
            List<Event> events = stream.patiently(() -> source.after(last, PAGE));
            for (Event event : events) {
                stream.send(
                        String.valueOf(event.id()), "event", json.write(event).text());
                told = event.id();
            }
            if (events.isEmpty()) {
                stream.rest();
                bell.await(Topic.STATUS, seen, LOOK);
            }
        }
    }
}
