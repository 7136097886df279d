package dev.slipway.platform.build;

import dev.slipway.database.Sql;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.build.Build;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.deployment.DeploymentStore;
import dev.slipway.platform.git.PushTarget;
import dev.slipway.platform.route.RouteStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// How a build and its rollout ended, in lines for whoever pushed: the URL, or the reason, the evidence, the next
/// step.
@Singleton
public class RolloutNews {
    private final BuildStore builds;
    private final DeploymentStore deployments;
    private final ApplicationStore applications;
    private final RouteStore routes;

    RolloutNews(BuildStore builds, DeploymentStore deployments, ApplicationStore applications, RouteStore routes) {
        this.builds = builds;
        this.deployments = deployments;
        this.applications = applications;
        this.routes = routes;
    }

    record News(boolean succeeded, List<String> lines) {}

    /// Empty while there is nothing final to tell.
    Optional<News> of(Sql sql, PushTarget target, UUID id) {
        Optional<Build> found = builds.find(sql, id);
        if (found.isEmpty()) {
            return Optional.of(new News(false, List.of("The build was removed with its application.")));
        }
        Build build = found.get();
        return switch (build.state()) {
            case QUEUED, RUNNING -> Optional.empty();
            case FAILED -> Optional.of(new News(false, failure(build)));
            case CANCELLED ->
                Optional.of(new News(
                        false,
                        List.of("Build " + build.number() + " was cancelled"
                                + (build.message() == null ? "." : ": " + build.message()))));
            case SUCCEEDED -> build.release() == null ? Optional.empty() : rollout(sql, target, build);
        };
    }

    private static List<String> failure(Build build) {
        List<String> lines = new ArrayList<>();
        lines.add("Build " + build.number() + " failed: " + build.reason() + ". " + build.message());
        build.evidence().forEach(line -> lines.add("  | " + line));
        if (build.firstError() != null) {
            lines.add("First error, line " + build.firstError().line() + " of the log: "
                    + build.firstError().text());
        }
        lines.add(build.next());
        return lines;
    }

    private Optional<News> rollout(Sql sql, PushTarget target, Build build) {
        Optional<Deployment> deployment = deployments.ofRelease(sql, target.applicationId(), build.release());
        if (deployment.isEmpty()) {
            return Optional.of(new News(true, List.of("Release " + build.release() + " is made and not deployed.")));
        }
        return deployment
                .filter(one -> one.state().terminal())
                .map(one -> one.state() == DeploymentState.SUCCEEDED
                        ? new News(true, live(sql, target, build))
                        : new News(false, notLive(one)));
    }

    /// Whether nothing follows from the build any more: it did not succeed, its release was kept back, or its rollout
    /// has ended.
    boolean rolledOut(Sql sql, Build build) {
        return switch (build.state()) {
            case QUEUED, RUNNING -> false;
            case FAILED, CANCELLED -> true;
            case SUCCEEDED ->
                build.release() != null
                        && deployments
                                .ofRelease(sql, build.applicationId(), build.release())
                                .filter(one -> !one.state().terminal())
                                .isEmpty();
        };
    }

    private List<String> live(Sql sql, PushTarget target, Build build) {
        String url = applications
                .find(sql, target.applicationId())
                .flatMap(application -> routes.urlOf(sql, application))
                .orElse("(no route)");
        List<String> lines = new ArrayList<>(List.of("Release " + build.release() + " is live:", "  " + url));
        foundPort(sql, build)
                .ifPresent(port -> lines.add("It does not listen on $PORT but on port " + port + ", where it was found:"
                        + " set \"port\" of the application to " + port + ", and it is live sooner next time."));
        return List.copyOf(lines);
    }

    /// Nodes find the port of instances for which nobody chose one.
    private static Optional<Integer> foundPort(Sql sql, Build build) {
        return sql.first("""
                SELECT i.port FROM instances i
                JOIN releases r ON r.application_id = i.application_id AND r.version = i.release_version
                WHERE i.application_id = ? AND i.release_version = ? AND i.process = ? AND i.ready
                  AND i.port <> (r.processes -> i.process ->> 'port')::integer
                LIMIT 1
                """, row -> row.integer("port"), build.applicationId(), build.release(), ProcessSpec.WEB);
    }

    private static List<String> notLive(Deployment deployment) {
        List<String> lines = new ArrayList<>();
        lines.add("Release " + deployment.release() + " did not go live"
                + (deployment.cause() == null
                        ? "."
                        : ": " + deployment.cause().code() + ". "
                                + deployment.cause().message()));
        deployment.evidence().forEach(line -> lines.add("  | " + line));
        if (deployment.rolledBackTo() != null) {
            lines.add("Still serving release " + deployment.rolledBackTo() + ".");
        }
        if (deployment.next() != null) {
            lines.add(deployment.next());
        }
        return lines;
    }
}
