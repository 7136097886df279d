package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

final class MemoryExecution implements Program.Execution {
    private final MemoryContainer container;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<InputStream> fed = new CompletableFuture<>();

    /// input null means that somebody may feed it later.
    MemoryExecution(MemoryContainer container, InputStream input) {
        this.container = container;
        feed(input);
    }

    /// The first one counts.
    void feed(InputStream input) {
        if (input != null) {
            fed.complete(input);
        }
    }

    void stop() {
        stopping.countDown();
        feed(InputStream.nullInputStream());
    }

    @Override
    public ContainerSpec spec() {
        return container.spec();
    }

    @Override
    public List<String> arguments() {
        var image = container.image().description();
        List<String> arguments =
                new ArrayList<>(spec().entrypoint() == null ? image.entrypoint() : spec().entrypoint());
        if (spec().command() != null) {
            arguments.addAll(spec().command());
        } else if (spec().entrypoint() == null) {
            arguments.addAll(image.command());
        }
        return arguments;
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> environment =
                new TreeMap<>(container.image().description().environment());
        environment.putAll(spec().environment());
        environment.putIfAbsent("HOME", "/tmp");
        return environment;
    }

    @Override
    public InputStream input() {
        return new Fed();
    }

    @Override
    public OutputStream output() {
        return new Output(false);
    }

    @Override
    public OutputStream errors() {
        return new Output(true);
    }

    @Override
    public void write(String path, byte[] content) {
        container.write(path, content.clone());
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(container.seen().get(path)).map(byte[]::clone);
    }

    @Override
    public void awaitStop() throws InterruptedException {
        stopping.await();
    }

    @Override
    public void runOutOfMemory() {
        throw new OutOfMemory();
    }

    static final class OutOfMemory extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Output extends OutputStream {
        private final boolean error;

        Output(boolean error) {
            this.error = error;
        }

        @Override
        public void write(int value) {
            container.append(error, new byte[] {(byte) value});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            container.append(error, Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    private final class Fed extends InputStream {
        @Override
        public int read() throws IOException {
            return source().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return source().read(bytes, offset, length);
        }

        private InputStream source() throws IOException {
            try {
                return fed.get();
            } catch (InterruptedException e) {
                throw new InterruptedIOException(e.getMessage());
            } catch (ExecutionException never) {
                throw new IOException(never);
            }
        }
    }
}
