package dev.slipway.build.pipeline;

import dev.slipway.build.source.Destination;
import dev.slipway.build.source.DockerContext;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.build.source.SourceUpload;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.assignment.FetchedScripts;
import dev.slipway.model.build.StageLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// A platform in memory for one build at a time.
final class MemoryOrders implements BuildOrders {
    final BlockingQueue<BuildOrder> waiting = new LinkedBlockingQueue<>();
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    final AtomicInteger heartbeats = new AtomicInteger();
    final AtomicInteger appends = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger answersToLose = new AtomicInteger();
    volatile String noteAfterLoss = "";
    volatile String stage = "";
    volatile boolean away;
    volatile boolean cancelled;
    volatile boolean lost;
    volatile boolean sourceBreaks;
    volatile boolean breaksWithSource;
    /// Scripts on web servers, by their URL.
    final Map<String, String> served = new ConcurrentHashMap<>();
    final List<String> fetches = new CopyOnWriteArrayList<>();
    final AtomicInteger scriptsToRefuse = new AtomicInteger();
    volatile String serverFault;
    final AtomicInteger sourcesToRefuse = new AtomicInteger();
    volatile MemoryTree tree = MemoryTree.of("app.sh");
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Override
    public Optional<BuildOrder> claim(Duration wait) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public InputStream source(BuildOrder order, String destination, List<String> files, List<String> left)
            throws IOException {
        check();
        if (sourcesToRefuse.getAndDecrement() > 0) {
            throw new UnreachableException("the platform is away", null);
        }
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        SourceUpload whole = SourceUpload.read(tree, order.contextDir()).leaving(left);
        (files.isEmpty() ? whole : whole.only(files))
                .writeTar(tar, new Destination(destination), order.network().uid(), Instant.now());
        byte[] bytes = tar.toByteArray();
        if (breaksWithSource) {
            sourcesToRefuse.set(1);
        }
        return new ByteArrayInputStream(sourceBreaks ? Arrays.copyOf(bytes, bytes.length - 1024) : bytes);
    }

    @Override
    public InputStream context(BuildOrder order) throws IOException {
        check();
        if (sourcesToRefuse.getAndDecrement() > 0) {
            throw new UnreachableException("the platform is away", null);
        }
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        DockerContext.open(tree, order.contextDir()).writeTar(tar, Instant.now());
        byte[] bytes = tar.toByteArray();
        return new ByteArrayInputStream(sourceBreaks ? Arrays.copyOf(bytes, bytes.length - 1024) : bytes);
    }

    @Override
    public FetchedScripts scripts(BuildOrder order, String url, List<String> names) {
        check();
        if (scriptsToRefuse.getAndDecrement() > 0) {
            throw new UnreachableException("the platform is away", null);
        }
        fetches.add(url);
        Map<String, byte[]> found = new TreeMap<>();
        names.stream()
                .filter(name -> served.containsKey(url + "/" + name))
                .forEach(name -> found.put(name, served.get(url + "/" + name).getBytes(StandardCharsets.UTF_8)));
        return new FetchedScripts(found, serverFault);
    }

    @Override
    public synchronized long append(BuildOrder order, long offset, byte[] bytes, int length) {
        check();
        if (offset == log.size()) {
            log.write(bytes, 0, length);
        }
        appends.incrementAndGet();
        if (length > 0 && answersToLose.getAndDecrement() > 0) {
            note(noteAfterLoss);
            throw new UnreachableException("the answer is lost", null);
        }
        return log.size();
    }

    synchronized void note(String line) {
        log.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Verdict heartbeat(BuildOrder order, Heartbeat heartbeat) {
        check();
        heartbeats.incrementAndGet();
        stage = heartbeat.stage();
        return new Verdict(cancelled);
    }

    @Override
    public Verdict verdict(BuildOrder order, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (!cancelled
                && !lost
                && !away
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(5_000_000);
        }
        check();
        return new Verdict(cancelled);
    }

    @Override
    public void outcome(BuildOrder order, Outcome outcome) {
        check();
        outcomes.add(outcome);
    }

    private void check() {
        if (away) {
            refused.incrementAndGet();
            throw new UnreachableException("the platform is away", null);
        }
        if (lost) {
            throw new LostBuildException("another claimer has it");
        }
    }

    synchronized String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /// The log without what says where stages begin and end.
    String said() {
        return log().lines()
                .filter(line -> !StageLine.begins(line) && !StageLine.ends(line))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /// The lines that say where stages begin and end, without how long they took.
    List<String> stages() {
        return log().lines()
                .filter(line -> StageLine.begins(line) || StageLine.ends(line))
                .map(line -> line.replaceAll(" +[0-9.]+ s", ""))
                .toList();
    }
}
