package dev.slipway.engine.memory;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Exit;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Streams;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

final class MemoryStreams implements Streams {
    private final MemoryMachine machine;
    private final InstallationLabel label;
    private final MemoryContainers containers;

    MemoryStreams(MemoryMachine machine, InstallationLabel label, MemoryContainers containers) {
        this.machine = machine;
        this.label = label;
        this.containers = containers;
    }

    @Override
    public int run(String container, InputStream input, Sink sink, Duration limit) {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        InputStream fed = input == null ? InputStream.nullInputStream() : new Feed(input, container, ended);
        return await(containers.start(container, fed), sink, ended, limit);
    }

    @Override
    public boolean takesInput(String container) {
        return machine.ask(() -> containers.own(container))
                .filter(MemoryContainer::running)
                .isPresent();
    }

    @Override
    public int follow(String container, Sink sink, Duration limit) {
        MemoryContainer found = machine.ask(() -> containers.requireOwn(container));
        return await(found, sink, new CompletableFuture<>(), limit);
    }

    private static int await(MemoryContainer container, Sink sink, CompletableFuture<Integer> ended, Duration limit) {
        Thread.ofVirtual().name("drain-" + container.id()).start(() -> {
            try {
                container.handOver(0, true, ended::isDone, false, sink);
                ended.complete(container.exitCode());
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return Exit.await(ended, container.id(), limit);
    }

    @Override
    public Following logs(String container, LogQuery query, Sink sink) {
        MemoryContainer found = machine.ask(() -> containers.requireOwn(container));
        CountDownLatch closed = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("log-" + container).start(() -> {
            try {
                found.handOver(
                        first(found, query), query.follow(), () -> closed.getCount() == 0, query.stamped(), sink);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (UncheckedIOException _) {
                // Closed by whoever follows.
            }
        });
        return new MemoryFollowing(thread::join, () -> {
            closed.countDown();
            found.wake();
        });
    }

    /// The index of the entry to begin with. An entry stands for a line, as programs write lines.
    private static int first(MemoryContainer container, LogQuery query) {
        List<MemoryContainer.LogEntry> log = container.log();
        int first = 0;
        while (query.since() != null
                && first < log.size()
                && log.get(first).at().isBefore(query.since())) {
            first++;
        }
        return query.tail() < 0 ? first : Math.max(first, log.size() - query.tail());
    }

    @Override
    public Following ends(Consumer<String> container) {
        MemoryMachine.Listener listener = new MemoryMachine.Listener(label, container);
        machine.ask(() -> {
            machine.listen(listener);
            return null;
        });
        CountDownLatch closed = new CountDownLatch(1);
        return new MemoryFollowing(closed::await, () -> {
            machine.forget(listener);
            closed.countDown();
        });
    }

    private record MemoryFollowing(Wait ending, Runnable end) implements Following {
        @Override
        public void join() throws InterruptedException {
            ending.await();
        }

        @Override
        public void close() {
            end.run();
        }
    }

    @FunctionalInterface
    private interface Wait {
        void await() throws InterruptedException;
    }

    /// Input that breaks off fails the run.
    private static final class Feed extends FilterInputStream {
        private final String container;
        private final CompletableFuture<Integer> ended;

        Feed(InputStream input, String container, CompletableFuture<Integer> ended) {
            super(input);
            this.container = container;
            this.ended = ended;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                ended.completeExceptionally(
                        new EngineException(Kind.FAILED, "the input of " + container + " broke off", e));
                throw e;
            }
        }
    }
}
