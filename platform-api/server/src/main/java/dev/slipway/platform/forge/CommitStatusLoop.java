package dev.slipway.platform.forge;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.platform.forge.Delivery.Failed;
import dev.slipway.platform.forge.Delivery.Told;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Tells forges the states of builds, a few at a time and one at a time for an application, so that
/// nothing overtakes. Level-based: what is told is what the build is at by then, and states that came
/// and went meanwhile are not told.
@ApplicationScoped
class CommitStatusLoop {
    private static final Logger LOG = System.getLogger(CommitStatusLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final int AT_A_TIME = 4;

    private final Database loops;
    private final ForgeClient forges;
    private final Bell bell;
    private final Map<UUID, Thread> running = new ConcurrentHashMap<>();
    private Loop loop;

    CommitStatusLoop(@Named("loops") Database loops, ForgeClient forges, Bell bell) {
        this.loops = loops;
        this.forges = forges;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("commit-statuses", bell, Topic.BUILDS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
        running.values().forEach(Thread::interrupt);
    }

    void turn() {
        Instant now = Instant.now();
        for (Report report : loops.transaction(CommitStatusStore::reports)) {
            boolean free = running.size() < AT_A_TIME && !running.containsKey(report.applicationId());
            if (free && report.standing().due(report.state(), now)) {
                Thread thread = Thread.ofVirtual()
                        .name("commit-status-" + report.build())
                        .unstarted(() -> tell(report));
                running.put(report.applicationId(), thread);
                thread.start();
            }
        }
    }

    private void tell(Report report) {
        try {
            note(report, attempt(report));
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "the status of build " + report.build() + " is told later");
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "the status of build " + report.build() + " is not noted", failure);
        } finally {
            running.remove(report.applicationId());
        }
    }

    /// A failure nobody thought of counts as a try, too, unless the database is away.
    private Delivery attempt(Report report) throws InterruptedException {
        try {
            return forges.tell(report);
        } catch (RuntimeException failure) {
            if (Outage.in(failure)) {
                throw failure;
            }
            LOG.log(Level.WARNING, "the status of build " + report.build() + " cannot be told", failure);
            return new Failed("It could not be told; the log of the platform says why.", false);
        }
    }

    private void note(Report report, Delivery delivery) {
        Standing before = report.standing();
        loops.run(sql -> {
            switch (delivery) {
                case Told _ -> CommitStatusStore.note(sql, report, before.after(report.state()), null);
                case Failed(String message, boolean lasting) ->
                    CommitStatusStore.note(sql, report, before.failed(report.state(), lasting, Instant.now()), message);
            }
        });
    }

    /// Whether nothing is being told just now.
    boolean idle() {
        return running.isEmpty();
    }
}
