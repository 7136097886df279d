package dev.slipway.node.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// An HTTP server that answers what a test says and remembers what it was asked.
final class PlatformServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();

    private record Answer(int status, String body) {}

    PlatformServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    PlatformServer answer(String call, int status, String body) {
        answers.put(call, new Answer(status, body));
        return this;
    }

    /// What was sent with the call, such as "POST /path?query".
    String body(String call) {
        return bodies.get(call);
    }

    PlatformHttp http(Path directory) throws IOException {
        Path credential = Files.writeString(directory.resolve("credential"), "slp_node\n");
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new PlatformHttp(base, credential);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        bodies.put(call, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean known = "Bearer slp_node".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer answer = known ? answers.getOrDefault(call, new Answer(404, call)) : new Answer(401, "who?");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
