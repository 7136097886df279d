package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An instance in the small: reads request heads and lets the test write the answer byte for byte.
public final class Backend implements AutoCloseable {

    /// Answers one request; the connection stays open for the next one unless it throws or closes it.
    @FunctionalInterface
    public interface Handler {
        void handle(Request request) throws Exception;
    }

    public record Request(String head, Socket socket) {

        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        public void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        public void ok(String body) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    public final List<String> heads = new CopyOnWriteArrayList<>();
    public final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;
    private final Handler handler;

    public Backend(Handler handler) throws IOException {
        this.handler = handler;
        this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /// An endpoint nothing listens on.
    public static Endpoint nobody() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("127.0.0.1", gone.getLocalPort());
        }
    }

    public Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    public static RouteEntry route(String host, Endpoint... endpoints) {
        return new RouteEntry(host, "/", List.of(new RouteEntry.Target(100, List.of(endpoints))), "no-ready-instance");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (String head = head(socket.getInputStream()); !head.isEmpty(); head = head(socket.getInputStream())) {
                heads.add(head);
                handler.handle(new Request(head, socket));
            }
        } catch (Exception _) {
            // The test sees what arrived or did not.
        } finally {
            sockets.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
