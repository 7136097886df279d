package dev.slipway.platform.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FS;

/// A GitService behind the JDK's own HTTP server, with two users: ada may push, vera may look.
final class GitServer implements AutoCloseable {
    static {
        measureFileSystem();
    }

    final UUID application = UUID.randomUUID();
    final InMemoryPushedBuilds builds = new InMemoryPushedBuilds();
    final Repositories repositories;
    final Mirrors mirrors;
    final GitService service;
    final Set<String> encodings = ConcurrentHashMap.newKeySet();
    final Set<String> protocols = ConcurrentHashMap.newKeySet();
    volatile String deployBranch = "main";

    private final Path root;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    GitServer(Path root, GitConfig config) {
        this.root = root;
        this.repositories = new Repositories(root);
        this.mirrors = new Mirrors(
                FixedSourceConfig.loopback(),
                config,
                new Repositories(root.resolveSibling("mirrors")),
                FixedCredentials.NONE);
        this.service = new GitService(config, repositories, mirrors, this::open, builds);
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/git/", this::serve);
        http.start();
    }

    /// JGit measures each file system once, for seconds and with files that come and go: not inside a test.
    static void measureFileSystem() {
        ClosedSystem.install();
        FS.FileStoreAttributes.setBackground(false);
        FS.getFileStoreAttributes(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private PushTarget open(String authorization, String project, String application, Service service) {
        if (authorization == null) {
            throw PlatformException.of(ErrorCode.UNAUTHENTICATED, "Sign in first.", "Use a token as the password.");
        }
        String user = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
        if (!List.of("ada:secret", "vera:secret").contains(user)) {
            throw PlatformException.of(ErrorCode.UNAUTHENTICATED, "That is not the password.", "Try again.");
        }
        if (!project.equals("shop") || !application.equals("web")) {
            throw PlatformException.notFound("The application " + project + "/" + application);
        }
        if (service == Service.PUSH && user.startsWith("vera")) {
            throw PlatformException.of(ErrorCode.FORBIDDEN, "Pushing needs the role edit.", "Ask a project admin.");
        }
        return target(user.substring(0, user.indexOf(':')));
    }

    PushTarget target(String user) {
        return new PushTarget(UUID.nameUUIDFromBytes(new byte[1]), application, "shop", "web", deployBranch, user);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", 5);
        GitRequest request = new GitRequest(
                path[2],
                path[3].substring(0, path[3].length() - ".git".length()),
                exchange.getRequestHeaders().getFirst("Authorization"),
                note(protocols, exchange.getRequestHeaders().getFirst("Git-Protocol")),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                note(encodings, exchange.getRequestHeaders().getFirst("Content-Encoding")),
                exchange.getRequestBody());
        try (GitAnswer answer = switch (path[4]) {
            case "info/refs" ->
                service.advertise(request, exchange.getRequestURI().getQuery().substring("service=".length()));
            case "git-upload-pack" -> service.serve(request, Service.FETCH);
            default -> service.serve(request, Service.PUSH);
        }) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), 0);
            try (OutputStream out = exchange.getResponseBody()) {
                answer.body().writeTo(out);
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static String note(Set<String> seen, String header) {
        if (header != null) {
            seen.add(header);
        }
        return header;
    }

    String url(String user) {
        return "http://" + user + ":secret@127.0.0.1:" + http.getAddress().getPort() + "/git/shop/web.git";
    }

    /// Every file and directory below the repositories, with its size.
    Set<String> files() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path)
                            + (Files.isDirectory(path)
                                    ? "/"
                                    : " " + path.toFile().length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path repository() {
        return root.resolve(application + ".git");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
