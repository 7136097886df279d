package dev.slipway.platform.database;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceMetrics;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/// Ends the connections to PostgreSQL once a minute while there are few: the server keeps the plans of all that was
/// asked in one, 10 to 16 MiB after some minutes, and looks every second leave none idle for long. A lifetime would end
/// all at once that a burst has opened, while everybody wants one (ADR 0039).
@ApplicationScoped
public class ConnectionRenewal {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /// More are open in bursts only, and end by themselves afterwards.
    private static final long AT_REST = 2;

    private final AgroalDataSource requests;
    private final AgroalDataSource loops;
    private Loop loop;

    @Inject
    public ConnectionRenewal(AgroalDataSource requests, @DataSource("all-projects") AgroalDataSource loops) {
        this.requests = requests;
        this.loops = loops;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("connection-renewal", new Bell(), Topic.STATUS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    void turn() {
        renew(requests);
        renew(loops);
    }

    /// Where one is in use a burst may have begun, which is to keep what it opens.
    private static void renew(AgroalDataSource source) {
        AgroalDataSourceMetrics now = source.getMetrics();
        if (now.activeCount() == 0 && now.availableCount() <= AT_REST) {
            source.flush(FlushMode.GRACEFUL);
        }
    }
}
