package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;

/// A session whose list of refs and whose messages are bounded, because both are held in memory.
final class BoundedSession implements RemoteSession2 {
    /// About 100,000 branches and tags.
    private static final long LARGEST_ADVERTISEMENT = 8L << 20;

    private static final long LARGEST_MESSAGE = 64 << 10;
    private static final int SHOWN = 500;

    private final RemoteSession session;
    /// Whoever made the session and whoever uses it both end it.
    private final AtomicBoolean connected = new AtomicBoolean(true);
    private final UnaryOperator<SourceFault> failed;
    private final AtomicLong received = new AtomicLong();
    private final StringBuffer said = new StringBuffer();
    private volatile long most = LARGEST_ADVERTISEMENT;

    BoundedSession(RemoteSession session, UnaryOperator<SourceFault> failed) {
        this.session = session;
        this.failed = failed;
    }

    void unbound() {
        most = Long.MAX_VALUE;
    }

    long received() {
        return received.get();
    }

    /// The first characters of the server's messages.
    String said() {
        return said.toString();
    }

    @Override
    public Process exec(String command, int timeout) throws IOException {
        return new Bounded(session.exec(command, timeout));
    }

    @Override
    public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
        return session instanceof RemoteSession2 second
                ? new Bounded(second.exec(command, environment, timeout))
                : exec(command, timeout);
    }

    @Override
    public void disconnect() {
        if (connected.getAndSet(false)) {
            session.disconnect();
        }
    }

    private final class Bounded extends Process {
        private final Process process;

        Bounded(Process process) {
            this.process = process;
        }

        @Override
        public InputStream getInputStream() {
            return new Reading(process.getInputStream()) {
                @Override
                void seen(byte[] bytes, int offset, int length) throws IOException {
                    if (received.addAndGet(length) > most) {
                        throw failed.apply(new SourceFault(
                                FailureReason.SourceTooLarge, "The repository has too many branches and tags."));
                    }
                }
            };
        }

        @Override
        public InputStream getErrorStream() {
            return new Reading(process.getErrorStream()) {
                private long left = LARGEST_MESSAGE;

                @Override
                void seen(byte[] bytes, int offset, int length) throws IOException {
                    left -= length;
                    if (left < 0) {
                        throw new IOException("the Git server says too much");
                    }
                    if (said.length() < SHOWN) {
                        said.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                    }
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return process.waitFor(timeout, unit);
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }
    }

    private abstract static class Reading extends FilterInputStream {
        Reading(InputStream in) {
            super(in);
        }

        abstract void seen(byte[] bytes, int offset, int length) throws IOException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                seen(bytes, offset, read);
            }
            return read;
        }
    }
}
