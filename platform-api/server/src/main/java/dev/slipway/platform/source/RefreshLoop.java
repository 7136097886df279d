package dev.slipway.platform.source;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Source;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors;
import dev.slipway.model.source.SourceMirrors.Fetched;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.build.BuildRequests;
import dev.slipway.platform.source.RefreshStore.Due;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Brings mirrors up to date when somebody asks, or by itself where the administrator says so, a few at a time and one
/// at a time for an application. What it found and the build it queued are one transaction; a platform that dies before
/// fetches again.
@ApplicationScoped
public class RefreshLoop {
    private static final Logger LOG = System.getLogger(RefreshLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Database loops;
    private final RefreshStore store;
    private final ApplicationStore applications;
    private final BuildRequests builds;
    private final SourceMirrors mirrors;
    private final RefreshConfig config;
    private final Bell bell;
    private final Map<UUID, Thread> running = new ConcurrentHashMap<>();
    private Loop loop;

    RefreshLoop(
            @Named("loops") Database loops,
            RefreshStore store,
            ApplicationStore applications,
            BuildRequests builds,
            SourceMirrors mirrors,
            RefreshConfig config,
            Bell bell) {
        this.loops = loops;
        this.store = store;
        this.applications = applications;
        this.builds = builds;
        this.mirrors = mirrors;
        this.config = config;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("refreshes", bell, Topic.BUILDS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
        running.values().forEach(Thread::interrupt);
    }

    private void turn() {
        for (Due due : loops.transaction(sql -> store.due(sql, config.every().orElse(null), config.builds()))) {
            if (running.size() < config.atATime() && !running.containsKey(due.application())) {
                Thread thread =
                        Thread.ofVirtual().name("refresh-" + due.application()).unstarted(() -> refresh(due));
                running.put(due.application(), thread);
                thread.start();
            }
        }
    }

    private void refresh(Due due) {
        try {
            Fetched fetched = mirrors.fetch(
                    due.application(), GitUrl.parse(due.url()), due.ref() == null ? null : new GitRef(due.ref()));
            record(due, (sql, application) -> found(sql, application, due, fetched));
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the refresh of " + due.application() + " was given up");
        } catch (FailedBuild e) {
            failed(due, e.reason().name(), e.getMessage(), e.reason().next());
        } catch (PlatformException e) {
            failed(due, e.code().name(), e.detail(), e.next());
        } catch (RuntimeException e) {
            if (Outage.in(e)) {
                LOG.log(Level.DEBUG, "the refresh of " + due.application() + " is still due", e);
                return;
            }
            LOG.log(Level.WARNING, "the refresh of " + due.application() + " failed", e);
            FailureReason reason = FailureReason.FetchSourceFailed;
            failed(due, reason.name(), reason.message(), reason.next());
        } finally {
            running.remove(due.application());
            bell.ring(Topic.BUILDS, Topic.STATUS);
        }
    }

    private void found(Sql sql, Application application, Due due, Fetched fetched) {
        String tip = fetched.commit().id();
        LastBuild last = store.lastBuild(sql, application.id(), due.ref()).orElse(null);
        String before = store.find(sql, application.id()).map(Mirror::tip).orElse(last == null ? null : last.commit());
        Integer build = due.build() && LastBuild.needed(last, tip)
                ? builds.refreshed(sql, application, fetched.commit(), due.by() == null ? "slipway" : due.by())
                        .number()
                : null;
        store.fetched(sql, application, due, fetched, before, build);
    }

    private void failed(Due due, String reason, String message, String next) {
        record(due, (sql, application) -> store.failed(sql, application, due, reason, message, next));
    }

    /// Nothing where the source has become another one meanwhile: that one is due then.
    private void record(Due due, BiConsumer<Sql, Application> writing) {
        loops.run(sql -> applications
                .locked(sql, due.application())
                .filter(application -> application.deletedAt() == null && isOf(due, application))
                .ifPresent(application -> writing.accept(sql, application)));
    }

    private static boolean isOf(Due due, Application application) {
        Source.Git git = application.settings().source().git();
        return git != null && due.url().equals(git.url()) && Objects.equals(due.ref(), git.ref());
    }
}
