package dev.slipway.platform.source;

import dev.slipway.model.application.Source;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.platform.git.SourceChecks;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Whether a source can be built, asked before anything is created.
@Path("/api/v1/projects/{project}/source-checks")
@Tag(name = "Sources")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SourceCheckResource {
    private final Tenancy tenancy;
    private final SourceChecks checks;

    SourceCheckResource(Tenancy tenancy, SourceChecks checks) {
        this.tenancy = tenancy;
        this.checks = checks;
    }

    public record Request(Source.Git git) {}

    /// Where reachable is false, reason, message and next say why, and evidence what there is instead; else
    /// builder and decidingFile are null where no builder recognises the source.
    public record Answer(
            boolean reachable,
            String defaultBranch,
            String commit,
            String builder,
            String decidingFile,
            List<String> warnings,
            String reason,
            String message,
            List<String> evidence,
            String next) {
        static Answer of(SourceChecks.Finding finding) {
            return new Answer(
                    true,
                    finding.defaultBranch(),
                    finding.commit(),
                    finding.detected().builder(),
                    finding.detected().decidingFile(),
                    finding.detected().warnings(),
                    null,
                    null,
                    List.of(),
                    null);
        }

        static Answer of(FailedBuild failure) {
            return new Answer(
                    false,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    failure.reason().name(),
                    failure.getMessage(),
                    failure.evidence(),
                    failure.reason().next());
        }
    }

    @POST
    @Operation(
            summary = "Look at a Git URL",
            description = "Reaches for the repository, finds the commit and the builder that would be taken."
                    + " A source that cannot be used answers 200 with reachable false and the reason.")
    public Answer check(@PathParam("project") String project, Request request) throws InterruptedException {
        Source.Git git = GitSourceForm.checked(Body.required(request).git());
        tenancy.in(project, Permission.CHANGE, (_, found) -> found.id());
        try {
            return Answer.of(checks.check(
                    GitSourceForm.url(git), GitSourceForm.ref(git), git.contextDir() == null ? "" : git.contextDir()));
        } catch (FailedBuild failure) {
            return Answer.of(failure);
        }
    }
}
