package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Networks;
import dev.slipway.model.assignment.TenantNetwork;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantNetworksTest {
    private static final TenantNetwork GOING = new TenantNetwork(3, 1_000_030_000L, "10.208.3.0/24");
    private static final TenantNetwork USED = new TenantNetwork(4, 1_000_040_000L, "10.208.4.0/24");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HangingNetworks engine = new HangingNetworks();
    private final List<Collection<Bridge>> told = new CopyOnWriteArrayList<>();
    private final TenantNetworks networks =
            new TenantNetworks(engine, "test", new Resolvers(List.of()), LoopbackForward.NONE, told::add);

    @AfterEach
    void answer() {
        engine.answer.countDown();
        threads.close();
    }

    @Test
    void engineThatHangsAtARemovalHoldsNobodyUpWhoOnlyAdopts() throws Exception {
        networks.ensure(GOING);
        Future<?> removal = threads.submit(() -> networks.remove(GOING.number()));
        engine.asked.await();

        threads.submit(() -> networks.adopt(USED)).get(10, TimeUnit.SECONDS);

        assertThat(told.getLast()).containsExactly(Bridge.of("test", GOING), Bridge.of("test", USED));
        engine.answer.countDown();
        removal.get(10, TimeUnit.SECONDS);
        assertThat(told.getLast()).containsExactly(Bridge.of("test", USED));
    }

    private static final class HangingNetworks implements Networks {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public void ensure(NetworkSpec spec) {}

        @Override
        public void remove(String name) {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<NetworkSpec> list() {
            return List.of();
        }
    }
}
