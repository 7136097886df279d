package dev.slipway.platform.upload;

import dev.slipway.database.Database;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes kept archives that no build names: those of purged applications, and those whose request died before its
/// build was queued. A build that ended can be retried, so its archive stays as long as it does.
@ApplicationScoped
public class UploadLoop {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Database loops;
    private final Uploads uploads;
    private final Bell bell;
    private Loop loop;

    UploadLoop(@Named("loops") Database loops, Uploads uploads, Bell bell) {
        this.loops = loops;
        this.uploads = uploads;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("uploads", bell, Topic.RELEASES, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    private void turn() throws IOException {
        uploads.sweep(this::needed);
    }

    private Set<String> needed(Set<String> digests) {
        return new HashSet<>(loops.transaction(sql -> sql.list(
                "SELECT DISTINCT upload FROM builds WHERE upload = ANY (?)",
                row -> row.text("upload"),
                List.copyOf(digests))));
    }
}
