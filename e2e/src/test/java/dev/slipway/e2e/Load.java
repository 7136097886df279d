package dev.slipway.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Visitors who come at a steady rate whatever the answers: each request has its time, so a pause of the router shows
/// as failures or as waiting, never as fewer requests. Every second one opens a connection of its own, the others
/// take one that is idle.
final class Load implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final long LONGEST_IDLE_NANOS = 2_000_000_000L;

    private final InetSocketAddress router;
    private final List<String> hosts;
    private final long periodNanos;
    private final Thread thread;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Idle> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /// refused says that no connection was made, so that nothing was under way.
    record Failure(Instant at, String host, boolean refused, String what) {}

    private record Idle(Socket socket, long since) {}

    private Load(int port, List<String> hosts, int perSecond) {
        this.router = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.hosts = List.copyOf(hosts);
        this.periodNanos = 1_000_000_000L / perSecond;
        this.thread = Thread.ofPlatform().name("load").unstarted(this::run);
    }

    /// perSecond requests a second, to each host in its turn.
    static Load of(int port, List<String> hosts, int perSecond) {
        Load load = new Load(port, hosts, perSecond);
        load.thread.start();
        return load;
    }

    private void run() {
        long next = System.nanoTime();
        for (int i = 0; !closed; i++) {
            String host = hosts.get(i % hosts.size());
            boolean fresh = i / hosts.size() % 2 == 0;
            underWay.incrementAndGet();
            Thread.startVirtualThread(() -> visit(host, fresh));
            next += periodNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void visit(String host, boolean fresh) {
        boolean connected = false;
        try {
            Socket kept = fresh ? null : taken();
            Socket socket = kept == null ? connected() : kept;
            connected = true;
            ask(socket, host, fresh);
            answered.incrementAndGet();
        } catch (IOException failure) {
            failures.add(new Failure(Instant.now(), host, !connected, failure.toString()));
        } finally {
            underWay.decrementAndGet();
        }
    }

    /// A browser, too, lets go of what was idle for long or what the server has ended.
    private Socket taken() throws IOException {
        for (Idle each = idle.poll(); each != null; each = idle.poll()) {
            if (System.nanoTime() - each.since() < LONGEST_IDLE_NANOS && !ended(each.socket())) {
                return each.socket();
            }
            each.socket().close();
        }
        return null;
    }

    private static boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(router, TIMEOUT_MILLIS);
        return socket;
    }

    private void ask(Socket socket, String host, boolean last) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + (last ? "Connection: close\r\n" : "") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        PlainAnswer answer = PlainAnswer.read(socket.getInputStream());
        if (last || answer.ends()) {
            socket.close();
        } else {
            idle.add(new Idle(socket, System.nanoTime()));
        }
        if (answer.status() != 200) {
            throw new IOException("answered " + answer.status() + ": " + answer.body());
        }
    }

    int answered() {
        return answered.get();
    }

    List<Failure> failures() {
        return failures;
    }

    /// No new requests; returns when those under way have ended.
    @Override
    public void close() {
        closed = true;
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while ((thread.isAlive() || underWay.get() > 0) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(10_000_000);
        }
        idle.forEach(each -> {
            try {
                each.socket().close();
            } catch (IOException _) {
                return; // it has ended anyway
            }
        });
    }
}
