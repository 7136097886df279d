package dev.slipway.router.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The router's own pages. Nothing a client sent is ever in them: only fixed words and the router's request id.
record OwnAnswer(Reason reason, String requestId) {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%2$s</title>
            <style>body{font:1rem/1.5 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1rem}
            small{color:#666}</style></head>
            <body><h1>%2$s</h1><p>%3$s</p><p><small>%1$s &middot; request %4$s</small></p></body></html>
            """;
    private static final String PROBLEM = """
            {"type":"urn:slipway:problem:%1$s","title":"%2$s","status":%5$d,"detail":"%3$s","code":"%6$s","requestId":"%4$s"}
            """;
    private static final String LINE = "%2$s: %3$s (%1$s, request %4$s)%n";

    /// What to send back, by the Accept header: a page unless only JSON or plain text is wanted.
    private enum Form {
        HTML("text/html; charset=utf-8", PAGE),
        JSON("application/problem+json", PROBLEM),
        TEXT("text/plain; charset=utf-8", LINE);

        private final String type;
        private final String template;

        Form(String type, String template) {
            this.type = type;
            this.template = template;
        }

        static Form of(String accept) {
            String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
            if (wanted.contains("html")) {
                return HTML;
            }
            return wanted.contains("json") ? JSON : wanted.contains("text/plain") ? TEXT : HTML;
        }
    }

    /// Answers and, where the request's body was not read, closes the connection after it.
    void send(HttpServerRequest request) {
        Form form = Form.of(request.getHeader(HttpHeaders.ACCEPT));
        HttpServerResponse response = request.response();
        response.setStatusCode(reason.status)
                .putHeader("Slipway-Reason", reason.code)
                .putHeader("X-Request-Id", requestId)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, form.type);
        if (reason.retryAfter > 0) {
            response.putHeader("Retry-After", Integer.toString(reason.retryAfter));
        }
        if (!request.isEnded() || reason.status == 400) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        byte[] body = body(form).getBytes(StandardCharsets.UTF_8);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    private String body(Form form) {
        String problem = reason.code.toUpperCase(Locale.ROOT).replace('-', '_');
        return form.template.formatted(reason.code, reason.title, reason.text, requestId, reason.status, problem);
    }
}
