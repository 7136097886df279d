package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.build.StageTiming;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a runtime image must say, and what the result of a build has of it.
class RuntimeImageTest extends TwoStages {
    @Test
    void resultStandsOnTheRuntimeImageAndHasWhatWasMapped() {
        Outcome outcome = build("/work/dist:www; /work/app.jar");

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(taken)
                .containsEntry("tmp/slipway-artifact0.tar", "dist/css/a.css dist/index.html " + OrderSamples.UID)
                .containsEntry("tmp/slipway-artifact1.tar", "app.jar " + OrderSamples.UID)
                .containsKey("dev/shm/slipway/environment");
        assertThat(arguments()).containsExactly(S2I + "assemble-runtime", "/tmp/slipway-artifact", "/srv/www", "/srv");
        ImageDescription image = image(outcome);
        assertThat(image.command()).containsExactly(S2I + "run");
        assertThat(image.entrypoint()).containsExactly("tini", "--");
        assertThat(image.user()).isEqualTo("1002");
        assertThat(image.workingDirectory()).isEqualTo("/srv");
        assertThat(image.labels())
                .containsEntry("io.k8s.description", "slim")
                .containsEntry("asked", "of assemble-runtime")
                .containsEntry("by", "assemble")
                .containsEntry("io.openshift.build.image", "shell:1");
        assertThat(image.environment())
                .containsEntry("SLIM", "yes")
                .containsEntry("GREETING", "hello")
                .doesNotContainKey("NPM_TOKEN");
        assertThat(outcome.image().port()).isEqualTo(9000);
        assertThat(outcome.stages())
                .extracting(StageTiming::name)
                .containsExactly(
                        "resolve",
                        "create",
                        "assemble",
                        "metadata",
                        "artifacts",
                        "assemble-runtime",
                        "metadata",
                        "commit");
        nothingIsLeft();
    }

    @Test
    void containerOfTheRuntimeImageMayNoMoreThanTheOneThatAssembles() {
        build("/work/dist");

        assertThat(runtimeContainer.uid()).isEqualTo(OrderSamples.UID);
        assertThat(runtimeContainer.environment())
                .containsEntry("GREETING", "hello")
                .doesNotContainKey("NPM_TOKEN");
        assertThat(runtimeContainer.network()).isEqualTo(NetworkPlace.in("slipway-abcdef-p4"));
        assertThat(runtimeContainer.memoryBytes()).isEqualTo(128L << 20);
    }

    @Test
    void scriptsOfTheSourceGoIntoTheRuntimeImageToo() {
        orders.tree =
                MemoryTree.of("app.sh").file(".s2i/bin/assemble-runtime", "one").file(".s2i/bin/run", "two");
        runtimeImage(Map.of(INPUT_FILES, "/work/app.jar:lib"), "1002");
        BuildOrder order = OrderSamples.order(BUILDER, List.of("assemble-runtime", "run"), 60_000);

        Outcome outcome = build(OrderSamples.runtime(order, stage(null, false), false));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(assembled).containsKeys("tmp/scripts/assemble-runtime", "tmp/scripts/run");
        assertThat(arguments())
                .containsExactly(
                        "/srv/scripts/assemble-runtime",
                        "/tmp/slipway-artifact",
                        "/srv/lib",
                        "/srv/scripts",
                        "/srv/scripts");
        assertThat(image(outcome).command()).containsExactly("/srv/scripts/run");
    }

    @Test
    void scriptOfTheRuntimeImageStaysInTheSourceOfABuildWithoutOne() {
        orders.tree = MemoryTree.of("app.sh").file(".s2i/bin/assemble-runtime", "one");

        build(OrderSamples.order(BUILDER, List.of("assemble-runtime"), 60_000));

        assertThat(assembled).containsKey("tmp/src/.s2i/bin/assemble-runtime");
    }

    @Test
    void urlsOfTheApplicationAndOfTheRuntimeImageBringItsScripts() {
        String named = "https://example.org/named";
        String labelled = "https://example.org/label";
        orders.served.put(named + "/assemble-runtime", "one");
        orders.served.put(labelled + "/run", "two");
        runtimeImage(Map.of(URL, labelled), "1002");
        BuildOrder order = OrderSamples.scripts(OrderSamples.order(BUILDER), named);

        Outcome outcome = build(OrderSamples.runtime(order, stage("/work/dist", false), false));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.fetches).containsExactly(named, labelled);
        assertThat(arguments()).startsWith("/srv/scripts/assemble-runtime").endsWith("/srv/scripts", "/srv/scripts");
        assertThat(image(outcome).command()).containsExactly("/srv/scripts/run");
    }

    @Test
    void usersOfTheRuntimeImageAreJudgedBeforeAnythingRuns() {
        Map<String, String> labels = Map.of(URL, "image:///usr/libexec/s2i");
        runtimeImage(labels, "0");
        refused("UserNotAllowed", "runtime image " + RUNTIME);
        runtimeImage(labels, "nginx");
        refused("UserNotAllowed", "nginx");
        runtimeImage(labels, "");
        refused("UserNotAllowed", "root");
        runtimeImage(labels, "1002", List.of("USER 0"));
        refused("UserNotAllowed", "\"0\"");
        runtimeImage(Map.of(URL, "image:///usr/libexec/s2i", "io.openshift.s2i.assemble-runtime-user", "root"), "1002");
        refused("UserNotAllowed", "root");
    }

    @Test
    void mappingThatNobodyHasOrThatIsNoneFailsBeforeAnythingRuns() {
        Outcome outcome = build((String) null);
        assertThat(outcome.reason()).isEqualTo("InvalidArtifactsMapping");
        assertThat(outcome.message()).contains("Neither build.artifacts nor", INPUT_FILES);
        runtimeImage(Map.of(URL, "image:///usr/libexec/s2i", INPUT_FILES, "/work/../etc"), "1002");
        assertThat(build((String) null).reason()).isEqualTo("InvalidArtifactsMapping");
        assertThat(assembled).isEmpty();

        assertThat(build("/work/dist").reason())
                .as("the application's own wins")
                .isNull();
    }

    @Test
    void runtimeImageThatDoesNotSayWhereItsScriptsAreIsNamed() {
        runtimeImage(Map.of(), "1002");
        refused("InstallScriptsFailed", "The runtime image " + RUNTIME);
    }

    @Test
    void runtimeImageThatIsNotHereIsNamed() {
        Outcome outcome = build(OrderSamples.runtime(
                OrderSamples.order(BUILDER), new RuntimeStage("gone:1", "sha256:gone", "/work/dist", false), false));
        assertThat(outcome.reason()).isEqualTo("BuilderNotFound");
        assertThat(outcome.message()).contains("runtime image gone:1");
    }
}
