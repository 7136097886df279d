package dev.slipway.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.time.Duration;

/// The JSON that platform and nodes speak: times and durations as text, unknown fields ignored, so that either side
/// may be one version ahead. It is not the form of the public interface, which refuses what it does not know.
final class NodeProtocol {
    /// The longest a node may ask to wait for news.
    private static final int LONGEST_WAIT = 60;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private NodeProtocol() {}

    static String write(Object message) {
        try {
            return JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(message.getClass() + " has no JSON form", e);
        }
    }

    /// Throws MALFORMED.
    static <T> T read(String text, Class<T> type) {
        try {
            T message = JSON.readValue(text, type);
            if (message != null) {
                return message;
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        }
        throw malformed("it is empty");
    }

    /// A wait in seconds as asked for, brought into 0 to 60.
    static Duration wait(int seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_WAIT));
    }

    private static PlatformException malformed(String why) {
        return PlatformException.of(
                ErrorCode.MALFORMED,
                "The message cannot be read: " + why,
                "Compare the versions of node and platform.");
    }
}
