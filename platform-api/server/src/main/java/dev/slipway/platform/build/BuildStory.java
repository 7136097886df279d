package dev.slipway.platform.build;

import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.build.BuildLogEvents.ReaderGone;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.EventStream;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;

/// Tells one build's log as events, until the build has ended.
@Singleton
class BuildStory {
    private final ApplicationAccess access;
    private final BuildStore builds;
    private final BuildLogs logs;
    private final JsonColumns json;

    BuildStory(ApplicationAccess access, BuildStore builds, BuildLogs logs, JsonColumns json) {
        this.access = access;
        this.builds = builds;
        this.logs = logs;
        this.json = json;
    }

    void tell(EventStream stream, LogPosition from, Principal reader, ApplicationPath path, int number, UUID build)
            throws IOException, InterruptedException {
        BuildLogEvents events = new BuildLogEvents(
                stream, from, () -> find(reader, path, number).stage());
        try {
            logs.read(build, from.bytes(), true, events);
        } catch (ReaderGone _) {
            return;
        }
        events.end();
        Build ended = stream.patiently(() -> find(reader, path, number));
        stream.send(
                LogPosition.END,
                "end",
                json.write(BuildResource.Answer.of(ended)).text());
    }

    private Build find(Principal reader, ApplicationPath path, int number) {
        return access.as(
                reader, path, Permission.VIEW, (sql, application) -> builds.get(sql, application.id(), number));
    }
}
