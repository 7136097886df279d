package dev.slipway.platform.git;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Every half minute removes what pushes and fetches left that broke off, and now and then tidies repositories. Nobody
/// wakes it.
@ApplicationScoped
public class RepositoryLoop {
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final List<Repositories> places;
    private final List<RepositoryUpkeep> upkeep;
    private final Duration interval;
    private long tidiedAt = System.nanoTime();
    private Loop loop;

    RepositoryLoop(Repositories repositories, Mirrors mirrors, SubmoduleStore submodules, RepositoryConfig config) {
        this.places = List.of(repositories, mirrors.repositories(), submodules.repositories());
        this.upkeep = places.stream()
                .map(place -> new RepositoryUpkeep(place, config.keepUnreachable(), InstantSource.system()))
                .toList();
        this.interval = config.upkeepInterval();
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("repositories", new Bell(), Topic.STATUS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    private void turn() throws IOException {
        for (Repositories place : places) {
            place.sweepBrokenOff();
        }
        if (System.nanoTime() - tidiedAt >= interval.toNanos()) {
            tidiedAt = System.nanoTime();
            for (RepositoryUpkeep each : upkeep) {
                each.turn();
            }
        }
    }
}
