package dev.slipway.platform.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.build.ArchiveBuilds.Received;
import dev.slipway.platform.build.ArchiveBuilds.Sent;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Patience;
import dev.slipway.platform.http.Patience.Goal;
import dev.slipway.platform.http.WaitQuery;
import dev.slipway.platform.http.Waited;
import dev.slipway.platform.http.Waits;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.upload.ArchiveFormat;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Builds asked for, cancelled and asked for again.
@Path("/api/v1/projects/{project}/applications/{application}/builds")
@Tag(name = "Builds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BuildActionResource {
    private static final int LARGEST_JSON = 16 << 20;

    private final ApplicationAccess access;
    private final BuildStore builds;
    private final BuildRequests requests;
    private final ArchiveBuilds archives;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Bell bell;
    private final RolloutNews news;
    private final Waits waits;
    private final ObjectMapper json;

    BuildActionResource(
            ApplicationAccess access,
            BuildStore builds,
            BuildRequests requests,
            ArchiveBuilds archives,
            Idempotency idempotency,
            Caller caller,
            Bell bell,
            RolloutNews news,
            Waits waits,
            ObjectMapper json) {
        this.access = access;
        this.builds = builds;
        this.requests = requests;
        this.archives = archives;
        this.idempotency = idempotency;
        this.caller = caller;
        this.bell = bell;
        this.news = news;
        this.waits = waits;
        this.json = json;
    }

    /// With `?deploy=false` its release is made and kept back. The content type says what the body is; no body is `{}`.
    /// clean and contextDir of the query are for archives, clean and asFile for single files.
    @POST
    @Operation(
            summary = "Build a ref, a commit, an archive or a file",
            description = "An archive is the source of this build alone. With one, clean and contextDir are parameters;"
                    + " the one folder that holds everything else in it does not count. With asFile the"
                    + " body is a single file of that name.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BuildRequests.Request.class)),
                @Content(mediaType = "application/gzip", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = "application/x-tar",
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/zip", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponseSchema(value = BuildResource.Answer.class, responseCode = "202")
    public Response create(
            @BeanParam ApplicationPath path,
            @QueryParam("deploy") @DefaultValue("true") boolean deploy,
            @QueryParam("clean") boolean clean,
            @QueryParam("contextDir") String contextDir,
            @QueryParam("asFile") String asFile,
            @BeanParam WaitQuery query,
            @Context HttpHeaders headers,
            InputStream body)
            throws InterruptedException, IOException {
        Patience patience = query.patience();
        String type = Body.type(headers);
        Optional<Sent> sent = asFile != null
                ? Optional.of(Sent.file(asFile, length(headers), body))
                : ArchiveFormat.of(type).map(format -> Sent.archive(format, contextDir, length(headers), body));
        return awaited(
                path,
                patience,
                sent.isPresent()
                        ? ofArchive(path, deploy, clean, sent.get())
                        : ofRequest(path, deploy, request(type, body)));
    }

    /// Null where the client does not say.
    private static Long length(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? null : Long.valueOf(length);
    }

    /// Null where nothing was sent, whatever it is said to be.
    private BuildRequests.Request request(String type, InputStream body) throws IOException {
        byte[] text = body.readNBytes(1);
        if (text.length == 0) {
            return null;
        }
        if (!type.isEmpty() && !type.equals(MediaType.APPLICATION_JSON)) {
            throw PlatformException.of(
                    ErrorCode.UNSUPPORTED_TYPE,
                    "This content type is not taken here.",
                    "Send application/json, an archive as application/gzip, application/x-tar or application/zip, or one"
                            + " file of any type with ?asFile=NAME.");
        }
        byte[] rest = body.readNBytes(LARGEST_JSON);
        if (rest.length == LARGEST_JSON) {
            throw PlatformException.of(ErrorCode.TOO_LARGE, "The body is larger than 16 MiB.", "Send less.");
        }
        return json.readValue(joined(text, rest), BuildRequests.Request.class);
    }

    private static byte[] joined(byte[] first, byte[] rest) {
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private Response ofRequest(ApplicationPath path, boolean deploy, BuildRequests.Request request) {
        return once(
                path,
                request,
                (sql, application) -> requests.queue(
                        sql, application, request, deploy, caller.principal().name()));
    }

    /// Who may not build sends nothing here.
    private Response ofArchive(ApplicationPath path, boolean deploy, boolean clean, Sent sent) {
        Application asked = access.in(path, Permission.DEPLOY, (_, application) -> application);
        try (Received received = archives.receive(asked, sent)) {
            return once(
                    path,
                    Map.of("archive", received.origin().kept().digest()),
                    (sql, application) -> requests.archive(
                            sql,
                            application,
                            received.origin(),
                            clean,
                            deploy,
                            caller.principal().name()));
        }
    }

    private Response once(ApplicationPath path, Object body, BiFunction<Sql, Application, Build> queueing) {
        return idempotency.once(
                caller.principal().user(), body, () -> accepted(path, access.in(path, Permission.DEPLOY, queueing)));
    }

    private Response accepted(ApplicationPath path, Build build) {
        bell.ring(Topic.BUILDS, Topic.STATUS);
        return Response.accepted(BuildResource.Answer.of(build))
                .location(path.below("/builds/" + build.number()))
                .build();
    }

    private Response awaited(ApplicationPath path, Patience patience, Response accepted) throws InterruptedException {
        if (!patience.asked()) {
            return accepted;
        }
        int number = Waited.number(accepted);
        Waited<Standing> waited = waits.until(
                patience,
                () -> standing(path, number),
                standing -> patience.goal() == Goal.DONE ? standing.ended() : standing.rolledOut());
        return waited.answer(accepted, BuildResource.Answer.of(waited.now().build()));
    }

    /// A build and whether what follows from it has come to its end.
    private record Standing(Build build, boolean rolledOut) {
        boolean ended() {
            return build.state().terminal();
        }
    }

    private Standing standing(ApplicationPath path, int number) {
        return access.in(path, Permission.VIEW, (sql, application) -> {
            Build build = builds.get(sql, application.id(), number);
            return new Standing(build, news.rolledOut(sql, build));
        });
    }

    @POST
    @Operation(summary = "Cancel a build")
    @APIResponseSchema(value = BuildResource.Answer.class, responseCode = "202")
    @Path("/{number}/cancellation")
    public Response cancel(@BeanParam ApplicationPath path, @PathParam("number") int number, @BeanParam WaitQuery query)
            throws InterruptedException {
        Patience patience = query.patience();
        Build build = access.in(path, Permission.DEPLOY, (sql, application) -> {
            Build found = builds.get(sql, application.id(), number);
            if (found.state().terminal()) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT,
                        "Build " + number + " has ended: "
                                + found.state().name().toLowerCase(Locale.ROOT) + ".",
                        "Nothing is left to cancel.");
            }
            builds.cancel(sql, found.id());
            return found;
        });
        return awaited(path, patience, accepted(path, build));
    }

    @POST
    @Operation(summary = "Build the same source again")
    @APIResponseSchema(value = BuildResource.Answer.class, responseCode = "202")
    @Path("/{number}/retry")
    public Response retry(
            @BeanParam ApplicationPath path,
            @PathParam("number") int number,
            @QueryParam("deploy") @DefaultValue("true") boolean deploy,
            @BeanParam WaitQuery query)
            throws InterruptedException {
        Patience patience = query.patience();
        return awaited(
                path, patience, idempotency.once(caller.principal().user(), null, () -> retried(path, number, deploy)));
    }

    private Response retried(ApplicationPath path, int number, boolean deploy) {
        return accepted(path, access.in(path, Permission.DEPLOY, (sql, application) -> {
            Build again = builds.get(sql, application.id(), number);
            return requests.again(sql, again, deploy, caller.principal().name());
        }));
    }
}
