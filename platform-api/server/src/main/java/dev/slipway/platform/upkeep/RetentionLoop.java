package dev.slipway.platform.upkeep;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.platform.audit.AuditStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Forgets what is kept for a time: instances that ended after a day, answers to idempotency keys after 24 hours, what
/// webhooks took after 7 days, entries of the audit log after `slipway.audit.retention` (P365D, at least P30D).
/// Nobody waits for it, so it looks by time alone.
@ApplicationScoped
public class RetentionLoop {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database loops;
    private final Duration auditRetention;
    private Loop loop;

    @Inject
    public RetentionLoop(
            @Named("loops") Database loops,
            @ConfigProperty(name = "slipway.audit.retention", defaultValue = "P365D") Duration auditRetention) {
        this.loops = loops;
        this.auditRetention = auditRetention;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("retention", new Bell(), Topic.STATUS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    void turn() {
        patiently(RetentionLoop::forgetEndedInstances);
        patiently(RetentionLoop::forgetOldAnswers);
        patiently(RetentionLoop::forgetOldReceipts);
        patiently(sql -> AuditStore.forget(sql, auditRetention));
    }

    private void patiently(Consumer<Sql> work) {
        loops.run(sql -> {
            sql.patient(PATIENCE);
            work.accept(sql);
        });
    }

    /// They are shown meanwhile; the newest failed one of a process stays for its log.
    private static void forgetEndedInstances(Sql sql) {
        sql.update("""
                DELETE FROM instances i
                WHERE state IN ('stopped', 'failed', 'lost') AND created_at < now() - interval '1 day'
                  AND coalesce(finished_at, observed_at, created_at) < now() - interval '1 day'
                  AND NOT (state = 'failed' AND id = (SELECT f.id FROM instances f
                    WHERE f.application_id = i.application_id AND f.process = i.process AND f.state = 'failed'
                    ORDER BY f.finished_at DESC NULLS LAST LIMIT 1))
                """);
    }

    private static void forgetOldAnswers(Sql sql) {
        sql.update("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
    }

    /// Secrets that were replaced go when they count no more.
    private static void forgetOldReceipts(Sql sql) {
        sql.update("DELETE FROM webhook_receipts WHERE received_at < now() - interval '7 days'");
        sql.update("UPDATE webhooks SET previous_sealed = NULL, previous_until = NULL WHERE previous_until < now()");
    }
}
