package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.PostCommit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Orders for tests.
final class OrderSamples {
    static final long UID = 1_000_010_000L;

    private OrderSamples() {}

    static BuildOrder order(String image) {
        return order(image, List.of(), 60_000);
    }

    static BuildOrder order(String image, List<String> scripts, long timeoutMillis) {
        return order(image, scripts, timeoutMillis, List.of());
    }

    /// Of an image that a registry has which is shown that.
    static BuildOrder shown(String image, RegistrySignIn signIn) {
        return order(image, List.of(), 60_000, List.of(signIn));
    }

    private static BuildOrder order(
            String image, List<String> scripts, long timeoutMillis, List<RegistrySignIn> registries) {
        return new BuildOrder(
                UUID.randomUUID().toString(),
                1,
                UUID.randomUUID().toString(),
                "shop",
                "web",
                7,
                new Commit("c0ffee", "Ada <ada@example.org>", "First\n\nbody", "main"),
                "http://localhost:8080/git/shop/web.git",
                "",
                "shell:1",
                image,
                scripts,
                Map.of("GREETING", "hello", "TINY", "source"),
                null,
                Map.of("NPM_TOKEN", "it's s3cret"),
                Set.of("NPM_TOKEN"),
                "project",
                500,
                128L << 20,
                timeoutMillis,
                false,
                null,
                null,
                null,
                null,
                null,
                registries,
                new TenantNetwork(4, UID, "10.208.4.0/24"));
    }

    /// A later build that starts with what this image saves.
    static BuildOrder incremental(BuildOrder order, String previousImage) {
        return later(order, order.commit(), false, previousImage, null, null);
    }

    /// A later build of the same application: of another branch, or a clean one.
    static BuildOrder later(BuildOrder order, String ref, boolean clean) {
        Commit commit =
                new Commit("c0ffee2", order.commit().author(), order.commit().message(), ref);
        return later(order, commit, clean, order.previousImage(), null, null);
    }

    /// The same build of another commit and directory.
    static BuildOrder of(BuildOrder order, Commit commit, String contextDir) {
        return like(order, order.id(), 1, order.number(), commit, contextDir, null, false, null, null, null, null);
    }

    /// A later build that tells the ids of what lies in the root of its source.
    static BuildOrder telling(BuildOrder order, Map<String, String> contents) {
        return like(
                order,
                UUID.randomUUID().toString(),
                1,
                order.number() + 1,
                order.commit(),
                order.contextDir(),
                contents,
                false,
                null,
                null,
                null,
                null);
    }

    /// A later build whose image is checked.
    static BuildOrder checked(BuildOrder order, PostCommit check) {
        return later(order, order.commit(), false, null, null, check);
    }

    /// A later build with scripts at that URL.
    static BuildOrder scripts(BuildOrder order, String url) {
        return later(order, order.commit(), false, null, url, null);
    }

    /// A later build whose result goes into that image; clean or not.
    static BuildOrder runtime(BuildOrder order, RuntimeStage runtime, boolean clean) {
        String id = UUID.randomUUID().toString();
        return like(
                order,
                id,
                1,
                order.number() + 1,
                order.commit(),
                order.contextDir(),
                order.contents(),
                clean,
                null,
                order.scriptsUrl(),
                order.postCommit(),
                runtime);
    }

    /// A later build of the same application that is made of this Dockerfile, clean or not.
    static BuildOrder dockerfile(BuildOrder order, DockerfileStage stage, boolean clean) {
        return new BuildOrder(
                UUID.randomUUID().toString(),
                1,
                order.projectId(),
                order.project(),
                order.application(),
                order.number() + 1,
                order.commit(),
                order.sourceLocation(),
                order.contextDir(),
                BuildOrder.DOCKERFILE,
                BuildOrder.DOCKERFILE,
                List.of(),
                Map.of(),
                null,
                order.buildEnvironment(),
                order.secrets(),
                order.user(),
                order.cpuMillis(),
                order.memoryBytes(),
                order.timeoutMillis(),
                clean,
                null,
                null,
                order.postCommit(),
                null,
                stage,
                order.registries(),
                order.network());
    }

    private static BuildOrder later(
            BuildOrder order, Commit commit, boolean clean, String previousImage, String scriptsUrl, PostCommit check) {
        String id = UUID.randomUUID().toString();
        return like(
                order,
                id,
                1,
                order.number() + 1,
                commit,
                order.contextDir(),
                order.contents(),
                clean,
                previousImage,
                scriptsUrl,
                check,
                order.runtime());
    }

    /// The same build, claimed once more.
    static BuildOrder again(BuildOrder order) {
        return like(
                order,
                order.id(),
                order.epoch() + 1,
                order.number(),
                order.commit(),
                order.contextDir(),
                order.contents(),
                order.clean(),
                order.previousImage(),
                order.scriptsUrl(),
                order.postCommit(),
                order.runtime());
    }

    private static BuildOrder like(
            BuildOrder order,
            String id,
            int epoch,
            int number,
            Commit commit,
            String contextDir,
            Map<String, String> contents,
            boolean clean,
            String previousImage,
            String scriptsUrl,
            PostCommit check,
            RuntimeStage runtime) {
        return new BuildOrder(
                id,
                epoch,
                order.projectId(),
                order.project(),
                order.application(),
                number,
                commit,
                order.sourceLocation(),
                contextDir,
                order.builder(),
                order.builderImage(),
                order.scripts(),
                order.sourceEnvironment(),
                contents,
                order.buildEnvironment(),
                order.secrets(),
                order.user(),
                order.cpuMillis(),
                order.memoryBytes(),
                order.timeoutMillis(),
                clean,
                previousImage,
                scriptsUrl,
                check,
                runtime,
                order.dockerfile(),
                order.registries(),
                order.network());
    }
}
