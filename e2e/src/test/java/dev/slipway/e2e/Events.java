package dev.slipway.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A stream of events, read until the server ends it in order; a connection that breaks off throws. lines holds the
/// data of the events `line`; lastId is where to go on, or null.
record Events(List<String> lines, String lastId) {

    static Events read(Api api, String path, String after) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + api.token())
                .header("Accept", "text/event-stream");
        if (after != null) {
            request.header("Last-Event-ID", after);
        }
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> told =
                        client.send(request.build(), BodyHandlers.ofLines()).body()) {
            return of(told.toList(), after);
        }
    }

    private static Events of(List<String> told, String after) {
        List<String> lines = new ArrayList<>();
        String id = after;
        String event = "";
        for (String text : told) {
            String value = text.substring(text.indexOf(':') + 1).strip();
            if (text.startsWith("id:")) {
                id = value;
            } else if (text.startsWith("event:")) {
                event = value;
            } else if (text.startsWith("data:") && event.equals("line")) {
                lines.add(value);
            }
        }
        return new Events(lines, id);
    }
}
