package dev.slipway.router.proxy;

import java.util.Arrays;

/// Why the router answers itself. The code is what `Slipway-Reason` carries; retryAfter is in seconds, 0 for none.
enum Reason {
    UNKNOWN_HOST("unknown-host", 404, 0, "No application here", "No application is routed to this host name."),
    UNKNOWN_PATH("unknown-path", 404, 0, "Nothing at this path", "This host has no route for the path."),
    STARTING("starting", 503, 2, "Starting", "The application is starting. Try again in a moment."),
    WAKING("waking", 503, 2, "Waking up", "The application was asleep and is waking up. Try again in a moment."),
    CRASHED("crashed", 503, 10, "Crashed", "The application keeps ending with an error. Its log says why."),
    STOPPED("stopped", 503, 30, "Stopped", "The application is stopped, or nothing of it was deployed yet."),
    NO_READY_INSTANCE("no-ready-instance", 503, 5, "Not available", "No instance of the application is ready."),
    UNREACHABLE("unreachable", 503, 2, "Not reachable", "The application's instance does not accept connections."),
    NO_ANSWER("no-answer", 503, 5, "No answer", "The application closed the connection without a valid answer."),
    TIMEOUT("timeout", 503, 5, "Timed out", "The application did not answer in time."),
    BUSY("busy", 503, 2, "Too busy", "Too many requests wait for this application."),
    MALFORMED("malformed-request", 400, 0, "Bad request", "The request is not valid HTTP/1.1."),
    URI_TOO_LONG("uri-too-long", 414, 0, "Address too long", "The request line is longer than the router takes."),
    HEADERS_TOO_LARGE(
            "headers-too-large", 431, 0, "Headers too large", "The headers are larger than the router takes.");

    final String code;
    final int status;
    final int retryAfter;
    final String title;
    final String text;

    Reason(String code, int status, int retryAfter, String title, String text) {
        this.code = code;
        this.status = status;
        this.retryAfter = retryAfter;
        this.title = title;
        this.text = text;
    }

    /// What a route says while it has no endpoint; words the router does not know mean that no instance is ready.
    static Reason ofRoute(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.status == 503 && reason.code.equals(code))
                .findFirst()
                .orElse(NO_READY_INSTANCE);
    }
}
