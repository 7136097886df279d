package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// The answer to a git client. Its body is written once, as it comes into being; closing gives up an answer that
/// nobody will write, and does nothing to one that is being written.
public record GitAnswer(int status, Map<String, String> headers, Body body, AutoCloseable over)
        implements AutoCloseable {
    private static final Map<String, String> NO_CACHE = Map.of(
            "Cache-Control", "no-cache, max-age=0, must-revalidate",
            "Expires", "Fri, 01 Jan 1980 00:00:00 GMT",
            "Pragma", "no-cache");

    /// Writes the body.
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static GitAnswer of(String contentType, Body body, AutoCloseable over) {
        return new GitAnswer(200, with(Map.of("Content-Type", contentType)), body, over);
    }

    /// As git shows it: plain text, and for 401 the challenge that makes it ask for a password.
    static GitAnswer refusal(PlatformException refusal) {
        Map<String, String> headers = with(Map.of("Content-Type", "text/plain; charset=utf-8"));
        if (refusal.code() == ErrorCode.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", "Basic realm=\"Slipway\", charset=\"UTF-8\"");
        }
        if (refusal.code() == ErrorCode.RATE_LIMITED || refusal.code() == ErrorCode.UNAVAILABLE) {
            headers.put("Retry-After", "60");
        }
        byte[] text = (refusal.detail() + "\n" + refusal.next() + "\n").getBytes(StandardCharsets.UTF_8);
        return new GitAnswer(refusal.code().status(), headers, out -> out.write(text), () -> {});
    }

    private static Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(NO_CACHE);
        all.putAll(headers);
        return all;
    }

    @Override
    public void close() throws Exception {
        over.close();
    }
}
