package dev.slipway.e2e;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/// Somebody who visits applications through the router. Java does not resolve *.localhost, so it connects to
/// 127.0.0.1 and says the host in the header.
record Visitor(int routerPort) {

    Api.Answer visit(String host, String path) {
        return Api.exchange(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + routerPort + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", host)
                .build());
    }

    /// Waits until the application answers 200 with this text in it, at most a minute.
    void seesSoon(String host, String text) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> visit(host, "/"),
                        answer -> answer.status() == 200 && answer.text().contains(text));
    }
}
