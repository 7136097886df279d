package dev.slipway.e2e;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A Git server inside: the machine's `git http-backend` on a loopback address, for the repositories below a directory.
final class GitHost implements AutoCloseable {
    private final Path root;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GitHost(Path root) {
        this.root = root;
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    /// name.git is a directory below the root with a repository in it.
    String url(String name) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/" + name + ".git";
    }

    /// RFC 3875, as much of it as reading a repository takes.
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Process git = backend(exchange);
            try (OutputStream in = git.getOutputStream()) {
                exchange.getRequestBody().transferTo(in);
            }
            try (InputStream out = git.getInputStream()) {
                exchange.sendResponseHeaders(status(out, exchange.getResponseHeaders()), 0);
                out.transferTo(exchange.getResponseBody());
            }
        }
    }

    private Process backend(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "-c", "safe.directory=*", "http-backend")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", root.toString(),
                        "GIT_HTTP_EXPORT_ALL", "yes",
                        "REQUEST_METHOD", exchange.getRequestMethod(),
                        "PATH_INFO", exchange.getRequestURI().getPath(),
                        "QUERY_STRING",
                                Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                        .orElse(""),
                        "CONTENT_TYPE", asked(exchange, "Content-Type"),
                        "HTTP_CONTENT_ENCODING", asked(exchange, "Content-Encoding"),
                        "GIT_PROTOCOL", asked(exchange, "Git-Protocol")));
        return builder.start();
    }

    private static String asked(HttpExchange exchange, String header) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
                .orElse("");
    }

    private static int status(InputStream out, Headers headers) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].split(" ")[0]);
            } else {
                headers.add(header[0], header[1]);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
