package dev.slipway.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.console.client.Call;
import dev.slipway.console.client.Platform;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A platform that answers what a test told it to, and notes what it was asked. Whoever brings {@link #SESSION} is
/// signed in.
@Singleton
@Alternative
@Priority(1)
public class InMemoryPlatform implements Platform {
    static final String SESSION = "slp_of_a_test";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Problem> refusals = new ConcurrentHashMap<>();
    private final List<Call> changes = new CopyOnWriteArrayList<>();
    private volatile boolean attended;

    void reset() {
        answers.clear();
        refusals.clear();
        changes.clear();
        answer("GET /me", "{\"name\":\"ada\"}");
    }

    /// what is a method and an address below the interface's root: `GET /projects`.
    void answer(String what, String body) {
        answers.put(what, body);
    }

    void refuse(String what, int status, String code, String field, String message) {
        refusals.put(
                what,
                new Problem(
                        status,
                        code,
                        "Refused",
                        field + ": " + message,
                        List.of(new Problem.Field(field, message)),
                        "Correct it.",
                        "request-1"));
    }

    List<Call> changes() {
        return List.copyOf(changes);
    }

    boolean lastCallWasAttended() {
        return attended;
    }

    @Override
    public <T> T call(Call call, Class<T> type) {
        attended = call.attended();
        String body = body(call);
        try {
            return body.isEmpty() ? null : JSON.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream text(Call call) {
        return new ByteArrayInputStream(body(call).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream events(Call call, String lastEventId) {
        return new ByteArrayInputStream(
                (": after " + lastEventId + "\n\n" + body(call)).getBytes(StandardCharsets.UTF_8));
    }

    private String body(Call call) {
        String what = call.method() + " " + call.address().path();
        if (!call.authorization().equals("Bearer " + SESSION)
                && !call.authorization().startsWith("Basic ")) {
            throw new PlatformRefusal(new Problem(401, "UNAUTHENTICATED", "", "No.", List.of(), null, null));
        }
        if (!call.method().equals("GET")) {
            changes.add(call);
        }
        if (refusals.containsKey(what)) {
            throw new PlatformRefusal(refusals.get(what));
        }
        if (!answers.containsKey(what) && call.method().equals("GET")) {
            throw new PlatformRefusal(Problem.notFound());
        }
        return answers.getOrDefault(what, "");
    }
}
