package dev.slipway.platform.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One log on its way from a node's request to a caller's answer. The caller's thread reads the node's body, so a
/// slow caller slows the node. Either side may end it at any time.
public final class LogStream implements AutoCloseable {
    private static final int CHUNK = 8192;

    private final CompletableFuture<InputStream> body = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean whole;

    LogStream() {}

    /// Hands every byte on as it comes, until the node has no more. Throws IOException where either side is gone.
    public void copyTo(OutputStream out) throws IOException {
        try {
            InputStream in = body.join();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(chunk, 0, length);
                out.flush();
            }
            whole = true;
        } finally {
            close();
        }
    }

    /// The caller wants no more: the node's request ends. Any thread may say so, more than once.
    @Override
    public void close() {
        ended.countDown();
    }

    boolean answered(Duration patience) throws InterruptedException {
        try {
            body.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The node's side: gives the body and waits until the caller is done. Whether it was read to its end.
    boolean feed(InputStream bytes) throws InterruptedException {
        body.complete(bytes);
        ended.await();
        return whole;
    }
}
