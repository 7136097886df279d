package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A WebSocket: the handshake is forwarded, and only after the backend's 101 do both sides become a pipe of bytes.
final class Tunnel {
    private final Exchange exchange;
    private final Backends backends;
    private final Counters counters;
    private final Attempts attempts;
    private final HttpServerRequest request;

    private HttpClientRequest current;
    private boolean settled;

    Tunnel(Exchange exchange, Backends backends, Counters counters) {
        this.exchange = exchange;
        this.backends = backends;
        this.counters = counters;
        this.attempts = new Attempts(exchange.route(), ThreadLocalRandom.current());
        this.request = exchange.request();
    }

    void open() {
        request.response().closeHandler(_ -> abandon());
        attempt(attempts.first(), Reason.ofRoute(exchange.route().reason()));
    }

    private void attempt(Optional<Endpoint> endpoint, Reason otherwise) {
        if (endpoint.isEmpty()) {
            answer(otherwise);
            return;
        }
        backends.connect(endpoint.get(), exchange)
                .onSuccess(this::shakeHands)
                .onFailure(_ -> attempt(attempts.afterRefusal(endpoint.get()), Reason.UNREACHABLE));
    }

    private void shakeHands(HttpClientRequest backend) {
        if (settled) {
            backend.reset();
            return;
        }
        current = backend;
        HeaderRules.toBackend(request.headers(), backend.headers(), exchange.origin());
        backend.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
        long timer = backends.awaitHead(() -> {
            answer(Reason.TIMEOUT);
            backend.reset();
        });
        backend.connect().onComplete(result -> {
            backends.cancel(timer);
            if (result.succeeded()) {
                respond(result.result());
            } else {
                answer(Reason.NO_ANSWER);
            }
        });
    }

    private void respond(HttpClientResponse answer) {
        if (settled) {
            return;
        }
        settled = true;
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        HeaderRules.toClient(answer.headers(), response.headers(), exchange.requestId());
        if (answer.statusCode() == 101) {
            NetSocket backend = answer.netSocket().pause();
            response.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            request.toNetSocket().onSuccess(client -> join(client, backend)).onFailure(_ -> backend.close());
        } else {
            refuse(answer, response);
        }
    }

    /// The backend declined; the connection closes, so that nothing sent after the handshake is read as a request.
    private void refuse(HttpClientResponse answer, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONNECTION, "close");
        response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
        answer.pipe()
                .endOnFailure(false)
                .to(response)
                .onComplete(_ -> request.connection().close());
    }

    private void join(NetSocket client, NetSocket backend) {
        // A tunnel is no request in flight: it would hold up the router's stop for as long as it lives.
        counters.ended();
        counters.tunnelOpened();
        client.closeHandler(_ -> {
            counters.tunnelClosed();
            backend.close();
        });
        backend.closeHandler(_ -> client.close());
        client.pipeTo(backend);
        backend.pipeTo(client);
    }

    private void answer(Reason reason) {
        if (settled) {
            return;
        }
        settled = true;
        counters.answered(reason);
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        request.resume();
        new OwnAnswer(reason, exchange.requestId()).send(request);
    }

    private void abandon() {
        if (!settled && current != null) {
            current.reset();
        }
        settled = true;
    }
}
