package dev.slipway.platform.http;

import dev.slipway.database.Outage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One stream of server-sent events (WHATWG HTML, 9.2) while it is written. Writing blocks until the reader takes
/// it, so a slow reader slows its writer and fills no memory. Several threads may write, one event at a time.
public final class EventStream {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final OutputStream out;
    private final Duration quiet;
    private final BooleanSupplier over;
    private long writtenAt = System.nanoTime();

    /// quiet is how long nothing may be written before a comment keeps the connection alive.
    EventStream(OutputStream out, Duration quiet, BooleanSupplier over) {
        this.out = out;
        this.quiet = quiet;
        this.over = over;
    }

    /// Nobody reads any more, or the platform stops: whoever writes shall come to an end.
    public boolean over() {
        return over.getAsBoolean();
    }

    /// id is where a reader that comes back goes on; a line's end in data becomes one in the event.
    public void send(String id, String event, String data) throws IOException {
        StringBuilder text =
                new StringBuilder("id: ").append(id).append("\nevent: ").append(event);
        for (String line : data.split("\r\n|\r|\n", -1)) {
            text.append("\ndata: ").append(line);
        }
        write(text.append("\n\n").toString());
    }

    /// Says where the stream begins, so that a reader whose connection breaks before the first event misses none.
    public void place(String id) throws IOException {
        write("id: " + id + "\n\n");
    }

    /// To be called while there is nothing to tell: writes a comment when it has been quiet for long.
    public synchronized void rest() throws IOException {
        if (System.nanoTime() - writtenAt >= quiet.toNanos()) {
            write(":\n\n");
        }
    }

    /// What the source gives, as soon as the database can be asked: a reader stays while it is away.
    public <T> T patiently(Supplier<T> source) throws IOException, InterruptedException {
        while (true) {
            try {
                return source.get();
            } catch (RuntimeException e) {
                if (!Outage.in(e) || over()) {
                    throw e;
                }
                rest();
                Thread.sleep(PAUSE);
            }
        }
    }

    private synchronized void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        writtenAt = System.nanoTime();
    }
}
