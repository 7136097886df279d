package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceContainerTest {

    @Test
    void containerIsNamedLabelledAndLimitedAsAssigned() {
        ContainerSpec spec = InstanceContainer.spec(
                Samples.instance("a1", Desired.RUN), "test", List.of("10.208.7.1", "192.0.2.53"));
        assertThat(spec)
                .isEqualTo(new ContainerSpec(
                        "slipway-test-instance-a1",
                        Samples.IMAGE,
                        null,
                        null,
                        Map.of("GREETING", "hello", "PORT", "8080"),
                        Map.of(
                                "dev.slipway.kind", "instance",
                                "dev.slipway.project", Samples.PROJECT,
                                "dev.slipway.application", "shop",
                                "dev.slipway.instance", "a1",
                                "dev.slipway.process", "web",
                                "dev.slipway.release", "3"),
                        new InNetwork("slipway-test-p7", List.of("10.208.7.1", "192.0.2.53")),
                        1_000_070_000L,
                        500,
                        512,
                        256L << 20,
                        256,
                        16L << 20,
                        false,
                        false));
    }

    @Test
    void processWithoutAPortIsToldNone() {
        ContainerSpec spec =
                InstanceContainer.spec(Samples.instance("a1", Desired.RUN, Samples.IMAGE, null), "test", List.of());
        assertThat(spec.environment()).doesNotContainKey("PORT");
    }
}
