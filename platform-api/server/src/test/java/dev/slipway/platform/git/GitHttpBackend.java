package dev.slipway.platform.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Somebody else's Git server: git's own `git http-backend` behind the JDK's HTTP server on a loopback address, for the
/// repositories below one directory, for everybody or for one user. It can be told to answer otherwise, or not at all.
public final class GitHttpBackend implements AutoCloseable {
    private final Path root;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile String wanted;

    /// Takes the place of git's own answer.
    public interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public GitHttpBackend(Path root) {
        this(root, null);
    }

    /// By https with the context, by http where it is null.
    GitHttpBackend(Path root, SSLContext tls) {
        this.root = root;
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                this.http = HttpServer.create(address, 50);
            } else {
                HttpsServer https = HttpsServer.create(address, 50);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                this.http = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    public int port() {
        return http.getAddress().getPort();
    }

    /// path is below the root: `shop.git`.
    public String url(String path) {
        return (http instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + "/" + path;
    }

    /// Runs git in a directory below the root, to its good end.
    public void git(String directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        int exit = new ProcessBuilder(command)
                .directory(root.resolve(directory).toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("git " + String.join(" ", arguments) + " ended with " + exit);
        }
    }

    /// All that is in a directory below the root, as one commit more.
    public void commit(String directory, String message) throws IOException, InterruptedException {
        git(directory, "add", "-A");
        git(directory, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", message);
    }

    /// How many requests came in until now.
    public int requests() {
        return requests.get();
    }

    /// From now on only who says so is served, all others get 401.
    public void only(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        wanted = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// What requests until now said in Authorization, "" for those that said nothing.
    public List<String> shown() {
        return shown;
    }

    /// What is asked below this path is answered so.
    public void answer(String path, Answer answer) {
        answers.put("/" + path, answer);
    }

    /// What is asked below this path is answered by git again.
    public void byGit(String path) {
        answers.remove("/" + path);
    }

    /// What is asked below this path is not answered until this server closes.
    public void stall(String path) {
        answer(path, _ -> closed.await());
    }

    public void status(String path, int status) {
        answer(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        shown.add(said == null ? "" : said);
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            for (Map.Entry<String, Answer> answer : answers.entrySet()) {
                if (path.startsWith(answer.getKey())) {
                    answer.getValue().to(exchange);
                    return;
                }
            }
            if (wanted != null && !wanted.equals(said)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"forge\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            serveByGit(exchange);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The common gateway interface (RFC 3875), as far as git speaks it.
    private void serveByGit(HttpExchange exchange) throws IOException {
        ProcessBuilder git = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = git.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        Process process = git.start();
        try (OutputStream in = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(in);
        }
        try (InputStream out = new BufferedInputStream(process.getInputStream())) {
            exchange.sendResponseHeaders(headers(exchange, out), 0);
            out.transferTo(exchange.getResponseBody());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void put(Map<String, String> environment, String name, String value) {
        environment.put(name, value == null ? "" : value);
    }

    private static int headers(HttpExchange exchange, InputStream out) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (line.startsWith("Status:")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(line.substring(0, colon), value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
