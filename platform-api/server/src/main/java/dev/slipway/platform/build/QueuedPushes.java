package dev.slipway.platform.build;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.database.Sql;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.Commit;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.platform.git.PushTarget;
import dev.slipway.platform.git.PushedBuilds;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes builds of pushes, and tells the pusher how they go until the application answers.
@Singleton
public class QueuedPushes implements PushedBuilds {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Database loops;
    private final BuildStore builds;
    private final BuildLogs logs;
    private final RolloutNews news;
    private final Bell bell;

    QueuedPushes(@Named("loops") Database loops, BuildStore builds, BuildLogs logs, RolloutNews news, Bell bell) {
        this.loops = loops;
        this.builds = builds;
        this.logs = logs;
        this.news = news;
        this.bell = bell;
    }

    @Override
    public Queued queue(PushTarget target, Commit commit, boolean clean) {
        return queued(target, commit, clean, sql -> unchanged(sql, target, commit, clean));
    }

    @Override
    public Queued recover(PushTarget target, Commit commit) {
        return queued(target, commit, false, sql -> newest(sql, target, commit).map(QueuedPushes::known));
    }

    private Queued queued(PushTarget target, Commit commit, boolean clean, Function<Sql, Optional<Queued>> before) {
        Queued queued = loops.transaction(sql -> before.apply(sql)
                .orElseGet(() -> built(builds.queue(
                        sql,
                        new BuildStore.Asked(
                                target.projectId(),
                                target.applicationId(),
                                "push",
                                target.user(),
                                new BuildStore.Origin.Known(commit),
                                null,
                                clean,
                                true)))));
        KillPoint.EVENT_COMMITTED.reached();
        bell.ring(Topic.BUILDS, Topic.STATUS);
        return queued;
    }

    private static Queued built(Build build) {
        return new Queued.Build(build.id(), build.number());
    }

    private Optional<Queued> unchanged(Sql sql, PushTarget target, Commit commit, boolean clean) {
        return newest(sql, target, commit)
                .filter(_ -> !clean)
                .filter(build -> build.state() != BuildState.FAILED && build.state() != BuildState.CANCELLED)
                .filter(build -> BuildStore.isCurrent(sql, target.applicationId(), build.number()))
                .map(QueuedPushes::known);
    }

    private Optional<Build> newest(Sql sql, PushTarget target, Commit commit) {
        return builds.newest(sql, target.applicationId())
                .filter(build -> build.commit() != null && build.commit().id().equals(commit.id()));
    }

    private static Queued known(Build build) {
        return new Queued.Unchanged(build.number());
    }

    @Override
    public Outcome follow(PushTarget target, UUID build, Consumer<String> line) throws InterruptedException {
        LineSplitter lines = new LineSplitter(line);
        try {
            logs.read(build, 0, true, (bytes, offset, length) -> {
                if (bell.ended()) {
                    throw new IOException("the platform ends");
                }
                lines.accept(bytes, offset, length);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.end();
        while (true) {
            long seen = bell.count(Topic.STATUS);
            Optional<RolloutNews.News> told = news(target, build);
            if (told.isPresent()) {
                told.get().lines().forEach(line);
                return new Outcome(told.get().succeeded());
            }
            bell.await(Topic.STATUS, seen, LOOK_AGAIN);
        }
    }

    /// Nothing also while the database is away: the pusher waits on.
    private Optional<RolloutNews.News> news(PushTarget target, UUID build) {
        return Outage.orEmpty(() -> loops.transaction(sql -> news.of(sql, target, build)));
    }
}
