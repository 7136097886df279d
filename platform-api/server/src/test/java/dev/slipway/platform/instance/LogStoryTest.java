package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.EventReading;
import dev.slipway.platform.node.LogRelay;
import dev.slipway.platform.node.RelayedLogs;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogStoryTest {
    private static final LogQuery ALL = LogQuery.of(true, null, null, false);
    private static final List<String> LOG = List.of(
            "2026-11-21T10:00:00.000000001Z one",
            "2026-11-21T10:00:00.000000001Z two",
            "2026-11-21T10:00:01.000000000Z three");

    private final LogRelay relay = new LogRelay();
    private final Bell bell = new Bell();
    private final LogStory story = new LogStory(
            relay,
            bell,
            new JsonColumns(JsonMapper.builder().addModule(new JavaTimeModule()).build()));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile InstanceState state = InstanceState.RUNNING;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void oneInstanceIsToldToItsEnd() throws Exception {
        EventReading reading = new EventReading();
        Future<?> told = tell(reading, null);
        await().until(() -> reading.data("line").size() == 3);
        assertThat(reading.data("end")).isEmpty();
        state = InstanceState.FAILED;
        bell.ring(Topic.STATUS);
        told.get(10, TimeUnit.SECONDS);

        assertThat(reading.data("line")).containsExactly("one", "two", "three");
        assertThat(reading.events().getLast().id()).isEqualTo(LogPlaces.END);
        assertThat(reading.data("end").getFirst()).contains("\"id\":\"i1\"");
    }

    @Test
    void whoComesBackReadsTheRestOnce() throws Exception {
        state = InstanceState.FAILED;
        EventReading first = new EventReading();
        tell(first, null).get(10, TimeUnit.SECONDS);
        for (int read = 0; read < LOG.size(); read++) {
            EventReading again = new EventReading();
            String lastId = first.events().get(read).id();
            tell(again, lastId).get(10, TimeUnit.SECONDS);
            assertThat(again.data("line"))
                    .isEqualTo(List.of("one", "two", "three").subList(read, 3));
        }
    }

    @Test
    void ofAnInstanceWhoseContainerIsGoneTheLastWordsAreTold() throws Exception {
        state = InstanceState.LOST;
        EventReading reading = new EventReading();
        tell(reading, null).get(10, TimeUnit.SECONDS);

        assertThat(reading.data("line")).containsExactly("last words");
        assertThat(reading.data("end")).hasSize(1);
    }

    /// By a node that begins where it is asked to.
    private Future<?> tell(EventReading reading, String lastEventId) {
        threads.submit(() -> {
            while (true) {
                RelayedLogs.answerAsked(relay, "one", LogStoryTest::asked);
            }
        });
        return threads.submit(() -> {
            story.ofInstance(reading.stream(), LogPlaces.of(lastEventId), ALL, new Viewer(), this::instance);
            return null;
        });
    }

    private static String asked(LogRequest request) {
        Instant since = Instant.ofEpochSecond(request.since(), request.nanos());
        return LOG.stream()
                .filter(line -> !Instant.parse(line.split(" ")[0]).isBefore(since))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Followed instance() {
        return new Followed(
                new LogSource("i1", "web", "one", "c1", state, state == InstanceState.FAILED, List.of("last words")),
                new InstanceAnswer(
                        "i1", "web", 1, "one", state, false, 0, null, null, null, null, null, List.of(), null, null));
    }
}
