package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemainsTest {
    private static final String OPENING = "Assembling with /usr/libexec/s2i/assemble\n";
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final BuildOrder order = OrderSamples.order("image");
    private final HeldBuild begun = HeldBuild.begun(order, THEN);
    private final HeldBuild delivered = begun.assembling(THEN, List.of(), 10);

    @Test
    void containerThatRunsOrHasEndedByItselfIsGoneOnWith() {
        assertThat(broken(delivered, running(), OPENING)).isEmpty();
        assertThat(broken(delivered, ended(0, false), OPENING)).isEmpty();
        assertThat(broken(delivered, ended(4, false), OPENING)).isEmpty();
        assertThat(broken(delivered, ended(137, true), OPENING)).isEmpty();
        assertThat(broken(delivered, running(), "said by the ENTRYPOINT\n" + OPENING))
                .isEmpty();
    }

    @Test
    void anythingElseIsBuiltAnew() {
        assertThat(broken(begun, running(), OPENING)).contains("input");
        assertThat(broken(delivered, null, "")).contains("gone");
        assertThat(broken(delivered, created(), OPENING)).contains("never ran");
        assertThat(broken(delivered, running(), "the middle of its output\n")).contains("beginning");
        assertThat(broken(delivered, ended(137, false), OPENING)).contains("killed");
        assertThat(broken(delivered, ended(255, false), OPENING)).contains("killed");
    }

    @Test
    void onlyTheNewestAttemptCanHaveTheContainer() {
        HeldBuild newer = HeldBuild.begun(OrderSamples.again(order), THEN);

        List<Remains> found = Remains.of(List.of(newer, delivered), List.of(running()), _ -> OPENING);

        assertThat(found).singleElement().satisfies(remains -> {
            assertThat(remains.build()).isEqualTo(newer);
            assertThat(remains.broken()).isPresent();
        });
    }

    @Test
    void containersOfNobodyAreNotAskedFor() {
        ContainerStatus stranger = status(Map.of(OwnLabels.BUILD, "another"), true, null, false, THEN);

        assertThat(Remains.of(List.of(delivered), List.of(stranger), _ -> OPENING))
                .singleElement()
                .satisfies(remains -> assertThat(remains.container()).isNull());
    }

    @Test
    void nobodyGoesOnWithAContainerThatInstalled() {
        ContainerStatus installed = status("-dependencies", labels(), false, 0, false, THEN);

        assertThat(Remains.of(List.of(delivered), List.of(installed), _ -> OPENING))
                .singleElement()
                .satisfies(remains -> assertThat(remains.container()).isNull());
        assertThat(Remains.of(List.of(delivered), List.of(installed, running()), _ -> OPENING))
                .singleElement()
                .satisfies(remains -> assertThat(remains.container().running()).isTrue());
    }

    private static String broken(HeldBuild build, ContainerStatus container, String opening) {
        return new Remains(build, container, opening).broken().orElse("");
    }

    private ContainerStatus running() {
        return status(labels(), true, null, false, THEN);
    }

    private ContainerStatus created() {
        return status(labels(), false, null, false, null);
    }

    private ContainerStatus ended(int exitCode, boolean outOfMemory) {
        return status(labels(), false, exitCode, outOfMemory, THEN);
    }

    private Map<String, String> labels() {
        return Map.of(OwnLabels.BUILD, order.id());
    }

    private static ContainerStatus status(
            Map<String, String> labels, boolean running, Integer exitCode, boolean outOfMemory, Instant startedAt) {
        return status("", labels, running, exitCode, outOfMemory, startedAt);
    }

    private static ContainerStatus status(
            String step,
            Map<String, String> labels,
            boolean running,
            Integer exitCode,
            boolean outOfMemory,
            Instant startedAt) {
        return new ContainerStatus(
                "c1",
                "slipway-abcdef-build-" + labels.get(OwnLabels.BUILD) + step,
                labels,
                running,
                exitCode,
                outOfMemory,
                null,
                null,
                null,
                THEN,
                startedAt,
                null);
    }
}
