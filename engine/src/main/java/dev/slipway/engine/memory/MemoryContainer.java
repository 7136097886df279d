package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Streams.Sink;
import dev.slipway.engine.memory.MemoryVolume.Mounted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// One container: its state behind its own monitor, its program on a virtual thread while it runs.
final class MemoryContainer {
    private static final int KILLED = 137;

    private final String id = MemoryMachine.id("");
    private final MemoryMachine machine;
    private final ContainerSpec spec;
    private final MemoryImage image;
    private final Map<String, String> labels;
    private final Instant createdAt;
    private final List<LogEntry> log = new ArrayList<>();
    private final Map<String, byte[]> files;
    private final List<Mounted> volumes;
    private String name;
    private MemoryExecution execution;
    private Thread thread;
    private boolean running;
    private boolean outOfMemory;
    private Integer exitCode;
    private String address;
    private Instant startedAt;
    private Instant finishedAt;

    MemoryContainer(
            MemoryMachine machine,
            ContainerSpec spec,
            MemoryImage image,
            Map<String, String> labels,
            List<Mounted> volumes) {
        this.machine = machine;
        this.spec = spec;
        this.name = spec.name();
        this.image = image;
        this.labels = Map.copyOf(labels);
        this.createdAt = machine.clock().instant();
        this.files = new ConcurrentHashMap<>(image.files());
        this.volumes = List.copyOf(volumes);
    }

    String id() {
        return id;
    }

    synchronized String name() {
        return name;
    }

    synchronized void rename(String other) {
        name = other;
    }

    /// As it was made.
    ContainerSpec spec() {
        return spec;
    }

    MemoryImage image() {
        return image;
    }

    Map<String, String> labels() {
        return labels;
    }

    /// Its own, which an image of it has.
    Map<String, byte[]> files() {
        return files;
    }

    /// Those of its volumes too.
    Map<String, byte[]> seen() {
        Map<String, byte[]> seen = new TreeMap<>(files);
        volumes.forEach(volume -> seen.putAll(volume.files()));
        return seen;
    }

    void write(String path, byte[] content) {
        for (Mounted volume : volumes) {
            Optional<String> name = volume.name(path);
            if (name.isPresent()) {
                volume.volume().files().put(name.get(), content);
                return;
            }
        }
        files.put(path, content);
    }

    long writtenBytes() {
        long own = files.entrySet().stream()
                .filter(file -> file.getValue() != image.files().get(file.getKey()))
                .mapToLong(file -> file.getValue().length)
                .sum();
        return own
                + volumes.stream().mapToLong(volume -> volume.volume().bytes()).sum();
    }

    synchronized boolean running() {
        return running;
    }

    synchronized int exitCode() {
        return exitCode;
    }

    synchronized ContainerStatus status() {
        return new ContainerStatus(
                id,
                name,
                labels,
                running,
                running ? null : exitCode,
                outOfMemory,
                null,
                running ? address : null,
                null,
                createdAt,
                startedAt,
                running ? null : finishedAt);
    }

    /// input null means one that nobody feeds for now. One that runs already gets it where nobody has fed it.
    synchronized void start(InputStream input, String freeAddress) {
        if (running) {
            execution.feed(input);
            return;
        }
        running = true;
        outOfMemory = false;
        address = freeAddress;
        startedAt = machine.clock().instant();
        execution = new MemoryExecution(this, input);
        thread = Thread.ofVirtual().name("container-" + spec.name()).start(this::live);
    }

    private void live() {
        int code = outcome();
        synchronized (this) {
            running = false;
            exitCode = code;
            finishedAt = machine.clock().instant();
            notifyAll();
        }
        machine.ended(this);
    }

    private int outcome() {
        try {
            return image.program().run(execution);
        } catch (InterruptedException _) {
            return KILLED;
        } catch (MemoryExecution.OutOfMemory _) {
            synchronized (this) {
                outOfMemory = true;
            }
            return KILLED;
        } catch (IOException | RuntimeException e) {
            append(true, (e + "\n").getBytes(StandardCharsets.UTF_8));
            return 1;
        }
    }

    /// Returns when it has ended.
    void stop(Duration grace) {
        synchronized (this) {
            if (!running) {
                return;
            }
            execution.stop();
        }
        if (!awaitEnd(grace)) {
            thread.interrupt();
            awaitEnd(Duration.ofDays(1));
        }
    }

    private synchronized boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (running) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized void append(boolean error, byte[] bytes) {
        log.add(new LogEntry(machine.clock().instant(), error, bytes));
        notifyAll();
    }

    synchronized List<LogEntry> log() {
        return List.copyOf(log);
    }

    /// Hands on the log from the given entry; with follow until the container has ended or closed says so.
    void handOver(int from, boolean follow, BooleanSupplier closed, boolean stamped, Sink sink)
            throws InterruptedException {
        int next = from;
        for (LogEntry entry = entry(next, follow, closed); entry != null; entry = entry(++next, follow, closed)) {
            if (stamped) {
                byte[] stamp = entry.stamp();
                sink.accept(entry.error(), stamp, 0, stamp.length);
            }
            sink.accept(entry.error(), entry.bytes(), 0, entry.bytes().length);
        }
    }

    private synchronized LogEntry entry(int index, boolean follow, BooleanSupplier closed) throws InterruptedException {
        while (index >= log.size() && follow && running && !closed.getAsBoolean()) {
            wait();
        }
        return index < log.size() && !closed.getAsBoolean() ? log.get(index) : null;
    }

    /// Makes followers look again.
    synchronized void wake() {
        notifyAll();
    }

    record LogEntry(Instant at, boolean error, byte[] bytes) {
        private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z '")
                .withZone(ZoneOffset.UTC);

        byte[] stamp() {
            return STAMP.format(at).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
