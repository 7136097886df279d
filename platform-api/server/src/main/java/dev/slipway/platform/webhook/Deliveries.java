package dev.slipway.platform.webhook;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Source;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.build.HookedBuilds;
import dev.slipway.platform.project.Tenancy;
import dev.slipway.platform.source.Mirror;
import dev.slipway.platform.source.RefreshStore;
import dev.slipway.platform.webhook.DeliveryStore.Origin;
import dev.slipway.platform.webhook.WebhookStore.Known;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;

/// Takes what was proved: refuses what came before, decides, acts and keeps, in one transaction.
@Singleton
class Deliveries {
    private static final Duration ID_WINDOW = Duration.ofDays(7);

    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final HookedBuilds builds;
    private final RefreshStore refreshes;
    private final WebhookConfig config;
    private final Bell bell;

    Deliveries(
            Tenancy tenancy,
            ApplicationStore applications,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            HookedBuilds builds,
            RefreshStore refreshes,
            WebhookConfig config,
            Bell bell) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.builds = builds;
        this.refreshes = refreshes;
        this.config = config;
        this.bell = bell;
    }

    /// id is the sender's own, or null; signed is whether the proof is of the body. Throws CONFLICT for what came
    /// before,
    /// UNAUTHENTICATED where the webhook went meanwhile.
    Delivery take(Known known, String id, boolean signed, byte[] body, Facts facts) {
        Delivery taken = tenancy.inside(known.project(), sql -> {
            Application application = applications
                    .locked(sql, known.application())
                    .filter(one -> one.deletedAt() == null)
                    .orElseThrow(Doorkeeper::refused);
            Webhook webhook = webhooks.find(sql, application.id(), known.id()).orElseThrow(Doorkeeper::refused);
            if (facts.kind() != Facts.Kind.PING) {
                requireFirst(sql, webhook, id, signed ? Optional.of(body) : Optional.empty(), window(facts));
            }
            return decided(sql, application, webhook, facts, new Origin(id, null, null));
        });
        ring(taken);
        return taken;
    }

    /// An older tag must not come back: what a branch is, is looked up anew.
    private Duration window(Facts facts) {
        return facts.changes().stream().anyMatch(Facts.Change::tag) ? ID_WINDOW : config.bodyWindow();
    }

    /// A header with an id is not signed, so the body of what is signed counts besides. Whoever sends the secret
    /// itself may say the same again: nobody else could.
    private static void requireFirst(Sql sql, Webhook webhook, String id, Optional<byte[]> signed, Duration window) {
        boolean first = id == null
                || DeliveryStore.first(
                        sql, webhook, "delivery", sha256(id.getBytes(StandardCharsets.UTF_8)), ID_WINDOW);
        if (!first || signed.isPresent() && !DeliveryStore.first(sql, webhook, "body", sha256(signed.get()), window)) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT,
                    first
                            ? "A delivery with this body was taken within " + window + "."
                            : "The delivery " + id + " was taken before.",
                    "POST …/deliveries/{number}/replay decides it again.");
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Decides what was kept once more, with the present settings. Throws NOT_FOUND.
    Delivery replay(Sql sql, Application application, Webhook webhook, int number, String by) {
        Delivery kept = deliveries.get(sql, webhook.id(), number);
        return decided(sql, application, webhook, kept.facts(), new Origin(kept.delivery(), number, by));
    }

    void ring(Delivery taken) {
        if (taken.decision() == Reason.Decision.QUEUED || taken.decision() == Reason.Decision.REFRESHING) {
            bell.ring(Topic.BUILDS, Topic.STATUS);
        }
    }

    private record Done(Verdict verdict, Integer build) {}

    private Delivery decided(Sql sql, Application application, Webhook webhook, Facts facts, Origin origin) {
        Verdict verdict = Decider.decide(facts, webhook.filters(), situation(sql, application));
        Done done = done(sql, application, verdict, origin.by() == null ? webhook.name() : origin.by());
        return deliveries.add(sql, webhook, origin, facts, done.verdict(), done.build(), config.kept());
    }

    private Situation situation(Sql sql, Application application) {
        Source source = application.settings().source();
        String head = source.git() == null
                ? null
                : refreshes
                        .find(sql, application.id())
                        .filter(mirror -> source.git().url().equals(mirror.url()))
                        .map(Mirror::defaultBranch)
                        .orElse(null);
        return new Situation(source, head, builds.newest(sql, application).orElse(null));
    }

    private Done done(Sql sql, Application application, Verdict verdict, String by) {
        return switch (verdict) {
            case Verdict.Build build -> queued(sql, application, build, by);
            case Verdict.Refresh refresh -> {
                refreshes.ask(sql, application, by, true);
                yield new Done(refresh, null);
            }
            case Verdict.Nothing nothing -> new Done(nothing, null);
        };
    }

    private Done queued(Sql sql, Application application, Verdict.Build build, String by) {
        try {
            return new Done(
                    build,
                    builds.queue(sql, application, build.ref(), build.deploy(), by)
                            .number());
        } catch (PlatformException full) {
            if (full.code() != ErrorCode.QUEUE_FULL) {
                throw full;
            }
            return new Done(new Verdict.Nothing(Reason.QueueFull, full.detail()), null);
        }
    }
}
