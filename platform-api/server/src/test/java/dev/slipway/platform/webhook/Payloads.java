package dev.slipway.platform.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Deliveries in the shapes that their senders document. url is the repository's address without `.git`.
public record Payloads(String url, String branch, String commit, String message) {
    public static final String COMMIT = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";

    /// A push of the default branch.
    public static Payloads of(String url) {
        return new Payloads(url, "main", COMMIT, "Later one");
    }

    public Payloads branch(String name) {
        return new Payloads(url, name, commit, message);
    }

    public Payloads commit(String id) {
        return new Payloads(url, branch, id, message);
    }

    public Payloads message(String text) {
        return new Payloads(url, branch, commit, text);
    }

    /// name is that of a file in the test's resources.
    public String text(String name) {
        try (InputStream in = Payloads.class.getResourceAsStream("/webhooks/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${url}", url)
                    .replace("${host}", URI.create(url).getHost())
                    .replace("${path}", URI.create(url).getPath().substring(1))
                    .replace("${branch}", branch)
                    .replace("${commit}", commit)
                    .replace("${message}", message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
