package dev.slipway.platform.source;

import dev.slipway.model.application.Source;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.git.SourceChecks;
import dev.slipway.platform.git.SourceChecks.Asked;
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
    private final SourceCredentials credentials;

    SourceCheckResource(Tenancy tenancy, SourceChecks checks, SourceCredentials credentials) {
        this.tenancy = tenancy;
        this.checks = checks;
        this.credentials = credentials;
    }

    public record Request(Source.Git git) {}

    /// Where reachable is false, reason, message and next say why, and evidence what there is instead; else
    /// builder and decidingFile are null where no builder recognises the source. credential is the one that was
    /// shown, null where none was.
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
            String next,
            String credential) {
        static Answer of(SourceChecks.Finding finding, String credential) {
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
                    null,
                    credential);
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
                    failure.reason().next(),
                    null);
        }
    }

    @POST
    @Operation(
            summary = "Look at a Git URL",
            description = "Reaches for the repository, finds the commit and the builder that would be taken."
                    + " A source that cannot be used answers 200 with reachable false and the reason.")
    public Answer check(@PathParam("project") String project, Request request) throws InterruptedException {
        Source.Git git = GitSourceForm.checked(Body.required(request).git());
        GitUrl url = GitSourceForm.url(git);
        try {
            SourceAccess access = tenancy.in(
                    project, Permission.CHANGE, (sql, found) -> credentials.of(sql, found.id(), git.credential(), url));
            String contextDir = git.contextDir() == null ? "" : git.contextDir();
            return Answer.of(
                    checks.check(new Asked(url, GitSourceForm.ref(git), contextDir, git.submodules()), access),
                    access.credential());
        } catch (FailedBuild failure) {
            return Answer.of(failure);
        }
    }
}
