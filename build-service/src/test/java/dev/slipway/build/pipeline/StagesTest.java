package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.StageTiming;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {
    private final MemoryOrders orders = new MemoryOrders();
    private final BuildOrder order = OrderSamples.order("builders/any:1");

    @Test
    void stageThatFailsHasItsLineAndItsTime() {
        assertThat(told(new IllegalStateException("no"))).containsExactly("--> assemble", "<-- assemble failed");
    }

    /// Another process may go on with it, and tell it then: a line here would be told twice.
    @Test
    void stageThatIsBrokenOffIsNotSaidToHaveEnded() {
        assertThat(told(new EngineException(Kind.INTERRUPTED, "interrupted", null)))
                .containsExactly("--> assemble");
        assertThat(orders.outcomes).isEmpty();
    }

    private List<String> told(RuntimeException failure) {
        try (Watch watch = new Watch(orders, order, Duration.ofHours(1));
                LogShipper log = new LogShipper(orders, Holding.begun(new MemoryHeldBuilds(), order))) {
            Stages stages = new Stages(watch, log, List.of());
            assertThatThrownBy(() -> stages.run("assemble", () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(stages.timings()).extracting(StageTiming::name).containsExactly("assemble");
        }
        return orders.stages();
    }
}
