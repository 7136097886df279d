package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// One request's way to an instance and its answer's way back, streamed with back-pressure in both directions. All
/// of it happens on the connection's event loop, so nothing here needs a lock.
final class Forwarding {
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);
    private static final long NO_TIMER = -1;

    private final Exchange exchange;
    private final Backends backends;
    private final Counters counters;
    private final Attempts attempts;
    private final HttpServerRequest request;
    private final boolean hasBody;

    private HttpClientRequest current;
    private long timer = NO_TIMER;
    private boolean settled;

    Forwarding(Exchange exchange, Backends backends, Counters counters) {
        this.exchange = exchange;
        this.backends = backends;
        this.counters = counters;
        this.attempts = new Attempts(exchange.route(), ThreadLocalRandom.current());
        this.request = exchange.request();
        this.hasBody = HeaderRules.hasBody(request.headers());
    }

    void start() {
        request.response().closeHandler(_ -> abandon()).exceptionHandler(_ -> abandon());
        request.exceptionHandler(_ -> abandon());
        attempt(attempts.first(), Reason.ofRoute(exchange.route().reason()));
    }

    /// Goes to the endpoint, or answers with the reason when there is none left.
    private void attempt(Optional<Endpoint> endpoint, Reason otherwise) {
        if (endpoint.isEmpty()) {
            answer(otherwise);
            return;
        }
        backends.connect(endpoint.get(), exchange)
                .onSuccess(connected -> send(endpoint.get(), connected))
                .onFailure(failure -> refused(endpoint.get(), failure));
    }

    /// Nothing was sent, so any request may go elsewhere.
    private void refused(Endpoint endpoint, Throwable failure) {
        if (settled) {
            return;
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            answer(Reason.BUSY);
        } else {
            attempt(attempts.afterRefusal(endpoint), Reason.UNREACHABLE);
        }
    }

    private void send(Endpoint endpoint, HttpClientRequest backend) {
        if (settled) {
            backend.reset();
            return;
        }
        current = backend;
        HeaderRules.toBackend(request.headers(), backend.headers(), exchange.origin());
        backend.response().onSuccess(this::respond).onFailure(_ -> broken(endpoint));
        if (hasBody) {
            sendBody(backend);
        } else {
            request.resume();
            backend.end();
            awaitHead(backend);
        }
    }

    private void sendBody(HttpClientRequest backend) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        backend.setChunked(!backend.headers().contains(HttpHeaders.CONTENT_LENGTH));
        request.pipe().endOnFailure(false).to(backend).onSuccess(_ -> {
            cancelTimer();
            awaitHead(backend);
        });
        watchBody(backend, request.bytesRead());
    }

    /// An instance that takes nothing of the body gets as long as a client that sends nothing.
    private void watchBody(HttpClientRequest backend, long taken) {
        if (settled || request.isEnded()) {
            return;
        }
        timer = backends.afterBodySilence(() -> {
            timer = NO_TIMER;
            if (backend.writeQueueFull() && request.bytesRead() == taken) {
                answer(Reason.TIMEOUT);
                backend.reset();
            } else {
                watchBody(backend, request.bytesRead());
            }
        });
    }

    private void awaitHead(HttpClientRequest backend) {
        if (!settled && timer == NO_TIMER && !exchange.mayTakeLong()) {
            timer = backends.awaitHead(() -> {
                answer(Reason.TIMEOUT);
                backend.reset();
            });
        }
    }

    private void broken(Endpoint endpoint) {
        if (settled) {
            return;
        }
        cancelTimer();
        boolean again = !hasBody && IDEMPOTENT.contains(request.method());
        attempt(again ? attempts.afterBreak(endpoint) : Optional.empty(), Reason.NO_ANSWER);
    }

    private void respond(HttpClientResponse answer) {
        if (settled) {
            return;
        }
        if (answer.statusCode() < 200) {
            answer(Reason.NO_ANSWER);
            current.reset();
            return;
        }
        settle();
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        HeaderRules.toClient(answer.headers(), response.headers(), exchange.requestId());
        response.bodyEndHandler(_ -> answered());
        if (isBodiless(answer)) {
            response.end();
        } else {
            response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
            answer.pipe().endOnFailure(false).to(response).onFailure(_ -> abort());
        }
    }

    /// The instance answered before it had all of the body. What is missing never comes, so on this connection it would
    /// take the next visitor's request for it.
    private void answered() {
        if (!request.isEnded()) {
            current.reset();
            Leftover.discard(request);
        }
    }

    private boolean isBodiless(HttpClientResponse answer) {
        return request.method().equals(HttpMethod.HEAD) || answer.statusCode() == 204 || answer.statusCode() == 304;
    }

    /// A cut answer must look cut to the client: its connection closes without the last chunk.
    private void abort() {
        current.reset();
        request.connection().close();
    }

    private void answer(Reason reason) {
        if (settled) {
            return;
        }
        settle();
        counters.answered(reason);
        request.response().bodyEndHandler(_ -> Leftover.discard(request));
        new OwnAnswer(reason, exchange.requestId()).send(request);
    }

    /// The client is gone; that says nothing about the backend.
    private void abandon() {
        settle();
        if (current != null) {
            current.reset();
        }
    }

    private void settle() {
        settled = true;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            backends.cancel(timer);
            timer = NO_TIMER;
        }
    }
}
