package dev.slipway.platform.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogRelayTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final LogRelay relay = new LogRelay(LONG);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void theNodesBytesReachTheCaller() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Future<?> caller = threads.submit(() -> {
            relay.stream("i1", "one", true, 10, 99, out);
            return null;
        });
        LogRequest request = relay.next("one", LONG).orElseThrow();
        assertThat(request).isEqualTo(new LogRequest(request.id(), "i1", true, 10, 99));
        assertThat(relay.deliver(request.id(), bytes("hello\nworld\n"))).isTrue();
        caller.get(10, TimeUnit.SECONDS);
        assertThat(out).hasToString("hello\nworld\n");
    }

    @Test
    void noNodeIsKeptWaitingWhenTheProcessEnds() throws Exception {
        Future<?> poll = threads.submit(() -> relay.next("one", LONG));
        relay.end();

        poll.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aSilentNodeIsUnavailableAndItsRequestForgotten() throws InterruptedException {
        LogRelay impatient = new LogRelay(Duration.ofMillis(10));
        assertThatThrownBy(() -> impatient.open("i1", "one", false, -1, 0))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(impatient.next("one", Duration.ZERO)).isEmpty();
    }

    @Test
    void anAnswerNobodyWaitsForIsRefused() {
        assertThatThrownBy(() -> relay.deliver("x", bytes("late")))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void aCallerThatIsGoneEndsTheNodesRequest() throws Exception {
        threads.submit(() -> {
            relay.stream("i1", "one", true, -1, 0, new Broken());
            return null;
        });
        LogRequest request = relay.next("one", LONG).orElseThrow();
        Future<Boolean> node = threads.submit(() -> relay.deliver(request.id(), new Endless()));
        assertThat(node.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void closingEndsASilentLog() throws Exception {
        Future<LogStream> opened = threads.submit(() -> relay.open("i1", "one", true, -1, 0));
        LogRequest request = relay.next("one", LONG).orElseThrow();
        Future<Boolean> node = threads.submit(() -> relay.deliver(request.id(), new Silent()));
        LogStream log = opened.get(10, TimeUnit.SECONDS);
        threads.submit(() -> {
            log.copyTo(OutputStream.nullOutputStream());
            return null;
        });
        log.close();
        assertThat(node.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void nodesDoNotSeeEachOthersRequests() throws Exception {
        threads.submit(() -> relay.open("i1", "one", false, -1, 0));
        assertThat(relay.next("one", LONG)).isPresent();
        assertThat(relay.next("two", Duration.ZERO)).isEmpty();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Broken extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            throw new IOException("gone");
        }
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return '.';
        }
    }

    private static final class Silent extends InputStream {
        @Override
        public int read() throws IOException {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
