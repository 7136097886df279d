package dev.slipway.platform.upkeep;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Marks what nothing needs, waits, looks again, and orders it away; orders what shall be kept into the stores.
/// Looks at the world every 5 s and when a node holds something else.
@ApplicationScoped
public class UpkeepLoop {
    private static final Logger LOG = System.getLogger(UpkeepLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Database loops;
    private final UpkeepConfig config;
    private final Bell bell;
    private Loop loop;

    @Inject
    public UpkeepLoop(@Named("loops") Database loops, UpkeepConfig config, Bell bell) {
        this.loops = loops;
        this.config = config;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("upkeep", bell, Topic.INVENTORY, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    /// Every image in a transaction of its own, for it locks applications.
    void turn() {
        boolean news = loops.transaction(sql -> {
            ImageRows images = new ImageRows(sql, config.keepReleases());
            NetworkRows networks = new NetworkRows(sql);
            images.noteDigests();
            images.mark();
            networks.mark();
            return images.settleOrders(config.collectAbove())
                    | networks.order(config.grace())
                    | networks.settleOrders();
        });
        for (String image : loops.transaction(sql -> images(sql).due(config.grace(), config.collectAbove()))) {
            news |= loops.transaction(sql -> ordered(images(sql), image));
        }
        if (news) {
            bell.ring(Topic.ASSIGNMENTS);
        }
    }

    private ImageRows images(Sql sql) {
        return new ImageRows(sql, config.keepReleases());
    }

    private static boolean ordered(ImageRows images, String image) {
        boolean ordered = images.order(image);
        if (ordered) {
            LOG.log(Level.INFO, "image {0} is needed by nothing and goes", image);
        }
        return ordered;
    }
}
