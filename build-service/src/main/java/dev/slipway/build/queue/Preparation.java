package dev.slipway.build.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.queue.Catalogue.Builder;
import dev.slipway.build.queue.Catalogue.Chosen;
import dev.slipway.build.source.Detection;
import dev.slipway.build.source.Detection.Decision;
import dev.slipway.build.source.Detection.Detected;
import dev.slipway.build.source.DockerContext;
import dev.slipway.build.source.SourceUpload;
import dev.slipway.database.Database;
import dev.slipway.model.application.BuildEnvironment;
import dev.slipway.model.application.BuildStrategy;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuilderReference;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RegistrySignIns;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Turns a claimed build into the order for its node: looks at the source, chooses the builder, gathers the
/// environment. What is wrong with a build is found here, before anything runs.
@Singleton
class Preparation {
    private static final int NAMED = 5;

    private final Database database;
    private final SourceTrees trees;
    private final BuildEnvironment environment;
    private final RegistrySignIns signIns;
    private final BuildDefaults defaults;
    private final String url;
    private final ObjectMapper json;

    Preparation(
            @Named("loops") Database database,
            SourceTrees trees,
            BuildEnvironment environment,
            RegistrySignIns signIns,
            BuildDefaults defaults,
            @ConfigProperty(name = "slipway.url", defaultValue = "http://localhost:8080") String url,
            ObjectMapper json) {
        this.database = database;
        this.trees = trees;
        this.environment = environment;
        this.signIns = signIns;
        this.defaults = defaults;
        this.url = url;
        this.json = json;
    }

    /// Throws FailedBuild with the reason for which the build must end at once. What is found is noted in the stage.
    BuildOrder order(ClaimedBuild build, PlatformStage stage) throws IOException {
        ApplicationSettings settings = ApplicationSettings.of(json, build.source(), build.settings());
        try (SourceTree tree = source(build)) {
            return order(build, settings, plan(build, stage, settings, tree, contextDir(build, settings)));
        }
    }

    private BuildPlan plan(
            ClaimedBuild build, PlatformStage stage, ApplicationSettings settings, SourceTree tree, String directory)
            throws IOException {
        DockerContext context = DockerContext.open(tree, directory);
        if (settings.strategy() == BuildStrategy.DOCKERFILE) {
            return dockerfile(build, stage, settings, directory, context, "as the application says");
        }
        SourceUpload upload = context.upload();
        Catalogue catalogue = database.transaction(sql -> Catalogue.load(sql, build.node()));
        Optional<Decision> decision =
                build.builder() == null ? Optional.of(upload.decide(catalogue.candidates())) : Optional.empty();
        if (dockerfileSaysBest(build, settings, context, decision)) {
            return dockerfile(
                    build, stage, settings, directory, context, "which says more than what builders recognise");
        }
        Optional<String> inner = decision.flatMap(found -> found.directoryBelow(directory));
        if (inner.isPresent()) {
            note(stage, decision.get());
            return plan(build, stage, settings, tree, inner.get());
        }
        Builder builder = builder(build, stage, catalogue, upload, decision);
        RuntimeStage runtime = runtime(stage, catalogue, settings, upload).orElse(null);
        tellOfSubmodules(build, stage, settings, upload.submodules());
        boolean continued = settings.incremental() && !build.clean() && runtime == null;
        return BuildPlan.assembled(
                directory, builder, upload, continued ? previousImage(build, directory, builder) : null, runtime);
    }

    private BuildPlan dockerfile(
            ClaimedBuild build,
            PlatformStage stage,
            ApplicationSettings settings,
            String directory,
            DockerContext context,
            String why)
            throws IOException {
        if (!build.dockerfiles()) {
            throw new FailedBuild(FailureReason.DockerfileNotAllowed, FailureReason.DockerfileNotAllowed.message());
        }
        context.check();
        BuildPlan plan = BuildPlan.of(directory, context.dockerfile(settings.dockerfile()));
        stage.note("Dockerfile " + plan.dockerfile().path() + ", " + why);
        tellOfSubmodules(build, stage, settings, context.submodules());
        return plan;
    }

    /// Whether a Dockerfile says best how the source is built, and may be built.
    private static boolean dockerfileSaysBest(
            ClaimedBuild build, ApplicationSettings settings, DockerContext context, Optional<Decision> decision) {
        return settings.strategy() == null
                && build.dockerfiles()
                && context.named()
                && decision.filter(found -> found.detected().stream().allMatch(Detected::weak))
                        .isPresent();
    }

    private static String contextDir(ClaimedBuild build, ApplicationSettings settings) {
        return build.contextDir() == null ? settings.contextDir() : build.contextDir();
    }

    private SourceTree source(ClaimedBuild build) {
        try {
            return trees.open(build.applicationId(), build.origin());
        } catch (PlatformException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, e.detail());
        }
    }

    /// decision is there where the application names no builder.
    private Builder builder(
            ClaimedBuild build,
            PlatformStage stage,
            Catalogue catalogue,
            SourceUpload upload,
            Optional<Decision> decision)
            throws IOException {
        if (decision.isEmpty()) {
            return chosen(stage, catalogue.choose(build.builder(), upload::wishedVersion), "as the application says");
        }
        Detected detected = decision.get().detected().orElseThrow(() -> undetected(upload, decision.get()));
        Builder builder = chosen(
                stage,
                catalogue.choose(detected.builder(), upload::wishedVersion),
                "because the source has " + detected.file());
        note(stage, decision.get());
        return builder;
    }

    private void note(PlatformStage stage, Decision decision) throws IOException {
        for (String note : decision.notes()) {
            stage.note(note);
        }
    }

    private Builder chosen(PlatformStage stage, Chosen chosen, String why) throws IOException {
        stage.note("Builder " + chosen.builder().reference() + ", " + why);
        if (chosen.note().isPresent()) {
            stage.note(chosen.note().get());
        }
        return chosen.builder();
    }

    private Optional<RuntimeStage> runtime(
            PlatformStage stage, Catalogue catalogue, ApplicationSettings settings, SourceUpload upload)
            throws IOException {
        if (settings.runtimeImage() == null) {
            return Optional.empty();
        }
        Builder image =
                catalogue.choose(settings.runtimeImage(), upload::wishedVersion).builder();
        stage.note("Runtime image " + image.reference() + ", as the application says");
        return Optional.of(
                new RuntimeStage(image.reference(), image.imageId(), settings.artifacts(), settings.incremental()));
    }

    private static FailedBuild undetected(SourceUpload upload, Decision decision) {
        String message = Stream.concat(Stream.of(FailureReason.NoBuilderDetected.message()), decision.notes().stream())
                .collect(Collectors.joining(" "));
        return new FailedBuild(
                FailureReason.NoBuilderDetected,
                message,
                upload.files().stream()
                        .filter(Detection::inRoot)
                        .sorted()
                        .limit(20)
                        .toList());
    }

    /// Of those whose files are not in the upload.
    private void tellOfSubmodules(
            ClaimedBuild build, PlatformStage stage, ApplicationSettings settings, List<String> submodules)
            throws IOException {
        if (submodules.isEmpty()) {
            return;
        }
        boolean fetched = build.origin() instanceof SourceReference.OfCommit commit && commit.submodules();
        String why = fetched
                ? ", as .gitmodules says (update = none)."
                : ". To have them fetched set source." + (settings.gitUrl() == null ? "push" : "git")
                        + ".submodules of the application to true.";
        stage.note("Submodules stay empty directories: " + some(submodules) + why);
    }

    private static String some(List<String> paths) {
        return paths.stream()
                        .limit(NAMED)
                        .map(path -> path.replaceAll("\\p{Cntrl}", "?"))
                        .collect(Collectors.joining(", "))
                + (paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "");
    }

    private BuildOrder order(ClaimedBuild build, ApplicationSettings settings, BuildPlan plan) {
        BuildEnvironment.Variables own = environment.of(build.applicationId(), build.id());
        return new BuildOrder(
                build.id().toString(),
                build.epoch(),
                build.projectId().toString(),
                build.project(),
                build.application(),
                build.number(),
                build.commit(),
                location(build, settings),
                plan.contextDir(),
                plan.builder(),
                plan.builderImage(),
                plan.scripts(),
                plan.sourceEnvironment(),
                // Those of an archive have names alone.
                build.origin() instanceof SourceReference.OfCommit ? plan.contents() : null,
                variables(own.values()),
                own.secrets(),
                settings.user(),
                settings.cpuMillis(),
                settings.memoryBytes(),
                settings.timeout().toMillis(),
                build.clean(),
                plan.previousImage(),
                settings.scripts(),
                settings.postCommit(),
                plan.runtime(),
                plan.dockerfile(),
                registries(plan),
                build.network());
    }

    /// Only of images that the node is not known to have: one that it has is named by its id.
    private List<RegistrySignIn> registries(BuildPlan plan) {
        Set<String> registries = Stream.of(
                        Optional.ofNullable(plan.builderImage()),
                        Optional.ofNullable(plan.runtime()).map(RuntimeStage::image))
                .flatMap(Optional::stream)
                .flatMap(image -> BuilderReference.registry(image).stream())
                .collect(Collectors.toSet());
        return registries.isEmpty() ? List.of() : signIns.at(registries);
    }

    /// Of the newest build of the same branch and directory, with the same builder, that the node holds; null where it
    /// holds
    /// none.
    private String previousImage(ClaimedBuild build, String directory, Builder builder) {
        return database.transaction(sql -> sql.first(
                        """
                        SELECT b.image_id FROM builds b JOIN node_images h ON h.image_id = b.image_id
                        WHERE b.application_id = ? AND b.state = 'succeeded' AND b.commit_ref IS NOT DISTINCT FROM ?::text
                          AND b.builder = ? AND coalesce(b.directory, ?) = ?
                          AND h.node = ? AND h.engine
                        ORDER BY b.number DESC LIMIT 1
                        """,
                        row -> row.text("image_id"),
                        build.applicationId(),
                        build.commit().ref(),
                        builder.reference(),
                        directory,
                        directory,
                        build.node())
                .orElse(null));
    }

    private String location(ClaimedBuild build, ApplicationSettings settings) {
        if (build.origin() instanceof SourceReference.OfArchive) {
            return "";
        }
        return settings.gitUrl() != null
                ? settings.gitUrl().replaceFirst("://[^/@]*@", "://")
                : url + "/git/" + build.project() + "/" + build.application() + ".git";
    }

    private Map<String, String> variables(Map<String, String> own) {
        Map<String, String> variables = new HashMap<>(defaults.environment());
        variables.putAll(own);
        return variables;
    }
}
