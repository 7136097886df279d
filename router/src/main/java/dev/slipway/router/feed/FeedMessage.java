package dev.slipway.router.feed;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.RouteTable;
import dev.slipway.router.table.TableChange;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One line on the control socket, as JSON. The agent sends snapshots and changes, a router that takes over sends
/// the steps of that; the router acknowledges each, a table by its version.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeedMessage.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = FeedMessage.Change.class, name = "change"),
    @JsonSubTypes.Type(value = FeedMessage.Succession.class, name = "succession"),
    @JsonSubTypes.Type(value = FeedMessage.Acknowledgement.class, name = "ack")
})
sealed interface FeedMessage {
    ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Snapshot(long version, List<RouteEntry> routes, List<String> listen) implements FeedMessage {

        static Snapshot of(long version, RouteTable table) {
            return new Snapshot(version, List.copyOf(table.routes()), table.listen());
        }

        RouteTable table() {
            return RouteTable.of(routes == null ? List.of() : routes, listen == null ? List.of() : listen);
        }
    }

    record Change(long version, TableChange change) implements FeedMessage {}

    record Succession(Step step) implements FeedMessage {}

    enum Step {
        HOLD,
        RETIRE
    }

    record Acknowledgement(long version, RouterMetrics metrics) implements FeedMessage {}

    default byte[] line() throws JsonProcessingException {
        return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// IllegalArgumentException or JsonProcessingException when the line is none of the messages.
    static FeedMessage parse(String line) throws JsonProcessingException {
        return JSON.readValue(line, FeedMessage.class);
    }
}
