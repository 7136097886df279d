package dev.slipway.platform.source;

import dev.slipway.model.application.Application;
import dev.slipway.model.application.Source;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Patience;
import dev.slipway.platform.http.WaitQuery;
import dev.slipway.platform.http.Waited;
import dev.slipway.platform.http.Waits;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The mirror of an application's Git URL: what the last refresh found, and one more.
@Path("/api/v1/projects/{project}/applications/{application}/refresh")
@Tag(name = "Sources")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RefreshResource {
    private final ApplicationAccess access;
    private final RefreshStore store;
    private final RefreshConfig config;
    private final Caller caller;
    private final Bell bell;
    private final Waits waits;

    RefreshResource(
            ApplicationAccess access, RefreshStore store, RefreshConfig config, Caller caller, Bell bell, Waits waits) {
        this.access = access;
        this.store = store;
        this.config = config;
        this.caller = caller;
        this.bell = bell;
        this.waits = waits;
    }

    /// pending is whether a refresh is asked for and has not ended; everything else tells the last that did. moved is
    /// null where the ref names the commit it named before. nextAt is when the next comes by itself.
    public record Answer(
            String url,
            String ref,
            boolean pending,
            Instant askedAt,
            Instant triedAt,
            Instant fetchedAt,
            String defaultBranch,
            String tip,
            Moved moved,
            Integer build,
            String reason,
            String message,
            String next,
            int failures,
            Instant nextAt) {
        static Answer of(Source.Git git, Mirror mirror, RefreshConfig config) {
            return new Answer(
                    git.url(),
                    git.ref(),
                    mirror.askedAt() != null,
                    mirror.askedAt(),
                    mirror.triedAt(),
                    mirror.fetchedAt(),
                    mirror.defaultBranch(),
                    mirror.tip(),
                    mirror.moved() ? new Moved(mirror.tipBefore(), mirror.tip()) : null,
                    mirror.build(),
                    mirror.reason(),
                    mirror.message(),
                    mirror.next(),
                    mirror.failures(),
                    nextAt(mirror, config));
        }

        private static Instant nextAt(Mirror mirror, RefreshConfig config) {
            return mirror.triedAt() == null
                    ? null
                    : config.every()
                            .map(every -> mirror.triedAt().plus(Mirror.pause(every, mirror.failures())))
                            .orElse(null);
        }
    }

    /// Commits by their full hashes; from is null where nothing was known before.
    public record Moved(String from, String to) {}

    @GET
    @Operation(summary = "What the last refresh of the Git URL found")
    public Answer get(@BeanParam ApplicationPath path) {
        return access.in(path, Permission.VIEW, (sql, application) -> {
            if (application.settings().source().git() == null) {
                throw PlatformException.notFound("A Git URL of this application");
            }
            return answer(store.find(sql, application.id()).orElse(Mirror.NONE), application);
        });
    }

    private Answer answer(Mirror mirror, Application application) {
        return Answer.of(application.settings().source().git(), mirror, config);
    }

    /// Where the ref names another commit than the newest build of it, that one is built, unless `?build=false`.
    @POST
    @Operation(
            summary = "Fetch the Git URL now",
            description = "The mirror follows; a commit that is new is built, unless build is false."
                    + " wait=done answers with what was found.")
    @APIResponseSchema(value = Answer.class, responseCode = "202")
    public Response ask(
            @BeanParam ApplicationPath path,
            @QueryParam("build") @DefaultValue("true") boolean build,
            @BeanParam WaitQuery query)
            throws InterruptedException {
        Patience patience = query.patience();
        Answer asked = access.in(path, Permission.DEPLOY, (sql, application) -> {
            requireGit(application);
            store.ask(sql, application, caller.principal().name(), build);
            return answer(store.find(sql, application.id()).orElseThrow(), application);
        });
        bell.ring(Topic.BUILDS);
        Response accepted =
                Response.accepted(asked).location(path.below("/refresh")).build();
        if (!patience.asked()) {
            return accepted;
        }
        Waited<Answer> waited = waits.until(patience, () -> get(path), answer -> !answer.pending());
        return waited.answer(accepted, waited.now());
    }

    private static void requireGit(Application application) {
        if (application.settings().source().git() == null) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT,
                    "The source of " + application.name() + " is pushed here; there is nothing to fetch.",
                    "Push, or POST …/builds.");
        }
    }
}
