package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.node.platform.InMemoryControlPlane;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final CountDownLatch asked = new CountDownLatch(2);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void answer() {
        answer.countDown();
        threads.close();
    }

    @Test
    void welcomeIsKnownWhileTheEngineIsAskedForWhatTheNodeOffers() throws Exception {
        Registration registration = new Registration(new InMemoryControlPlane(), _ -> description());
        registration.register();
        threads.submit(registration::refresh);
        asked.await();

        assertThat(threads.submit(registration::welcome).get(10, TimeUnit.SECONDS))
                .isPresent();
    }

    /// Answers at once the first time.
    private NodeRegistration description() {
        asked.countDown();
        if (asked.getCount() == 0) {
            try {
                answer.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return new NodeRegistration(1800, 1L << 30, "memory 1", "0.1.0", List.of(), List.of());
    }
}
