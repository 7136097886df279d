package dev.slipway.console.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Hands a log's events on to a browser, which can send no bearer. Each line becomes its pieces of plain text, as JSON
/// `[[style, text], …]`; everything else goes through as it is.
public final class LogEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_NAME = "message";

    private final OutputStream browser;
    private final StringBuilder data = new StringBuilder();
    private String event = NO_NAME;
    private String id;

    private LogEvents(OutputStream browser) {
        this.browser = browser;
    }

    /// Until the events end or the browser is gone. Closes the events.
    public static void relay(InputStream events, OutputStream browser) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            LogEvents relay = new LogEvents(browser);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                relay.take(line);
            }
        }
    }

    private void take(String line) throws IOException {
        if (line.isEmpty()) {
            send();
        } else if (line.startsWith(":")) {
            write(":\n\n");
        } else {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            field(colon < 0 ? line : line.substring(0, colon), value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "id" -> id = value;
            case "event" -> event = value;
            case "data" -> data.append(data.isEmpty() ? "" : "\r").append(value);
            default -> {
                // The others are not used by the platform.
            }
        }
    }

    private void send() throws IOException {
        if (data.isEmpty() && event.equals(NO_NAME)) {
            return;
        }
        String text = event.equals("line") ? pieces() : "";
        write((id == null ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + text + "\n\n");
        data.setLength(0);
        event = NO_NAME;
    }

    private String pieces() throws IOException {
        return JSON.writeValueAsString(LogLine.of(data.toString()).pieces().stream()
                .map(piece -> new String[] {piece.style(), piece.text()})
                .toList());
    }

    private void write(String text) throws IOException {
        browser.write(text.getBytes(StandardCharsets.UTF_8));
        browser.flush();
    }
}
