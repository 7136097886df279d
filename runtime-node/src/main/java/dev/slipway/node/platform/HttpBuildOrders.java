package dev.slipway.node.platform;

import dev.slipway.build.pipeline.BuildOrders;
import dev.slipway.build.pipeline.LostBuildException;
import dev.slipway.build.pipeline.UnreachableException;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.assignment.FetchedScripts;
import dev.slipway.model.assignment.TenantNetwork;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Builds over HTTP, claimed for the one node of the given name.
public final class HttpBuildOrders implements BuildOrders {
    private static final String BUILDS = "/node/v1/builds/";
    private static final Duration FETCH = Duration.ofSeconds(30);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final PlatformHttp http;
    private final String claims;
    private final UnaryOperator<TenantNetwork> networks;

    /// networks says where a project's network lies on this node. worker names this process of the node, so
    /// that the platform ends what an earlier one still asks for.
    public HttpBuildOrders(PlatformHttp http, String node, String worker, UnaryOperator<TenantNetwork> networks) {
        this.networks = networks;
        this.http = http;
        this.claims = BUILDS + "claims?node=" + PlatformHttp.encoded(node) + "&worker=" + PlatformHttp.encoded(worker)
                + "&wait=";
    }

    @Override
    public Optional<BuildOrder> claim(Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return http.send("POST", claims + wait.toSeconds(), null, wait, BuildOrder.class)
                    .map(order -> order.in(networks.apply(order.network())));
        } catch (PlatformUnreachable | PlatformRefusal away) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new UnreachableException(away.getMessage(), away);
        }
    }

    @Override
    public InputStream source(BuildOrder order, String destination, List<String> files, List<String> left) {
        String contextDir = order.contextDir() == null ? "" : order.contextDir();
        String path = build(order) + "/source?epoch=" + order.epoch() + "&destination="
                + PlatformHttp.encoded(destination) + "&contextDir=" + PlatformHttp.encoded(contextDir)
                + each("&file=", files) + each("&leave=", left);
        return held(() -> http.open(path));
    }

    @Override
    public InputStream context(BuildOrder order) {
        String contextDir = order.contextDir() == null ? "" : order.contextDir();
        String path =
                build(order) + "/context?epoch=" + order.epoch() + "&contextDir=" + PlatformHttp.encoded(contextDir);
        return held(() -> http.open(path));
    }

    private static String each(String parameter, List<String> values) {
        return values.stream()
                .map(value -> parameter + PlatformHttp.encoded(value))
                .collect(Collectors.joining());
    }

    @Override
    public FetchedScripts scripts(BuildOrder order, String url, List<String> names) {
        String path = build(order) + "/scripts?epoch=" + order.epoch() + "&url=" + PlatformHttp.encoded(url)
                + each("&name=", names);
        return held(() -> http.get(path, FETCH, FetchedScripts.class)
                .orElseThrow(
                        () -> new UnreachableException("the platform does not say which scripts there are", null)));
    }

    @Override
    public long append(BuildOrder order, long offset, byte[] bytes, int length) {
        String path = build(order) + "/log?epoch=" + order.epoch() + "&offset=" + offset;
        try {
            http.post(path, bytes, 0, length);
            return offset + length;
        } catch (PlatformRefusal refusal) {
            return present(refusal);
        } catch (PlatformUnreachable away) {
            throw new UnreachableException(away.getMessage(), away);
        }
    }

    private static long present(PlatformRefusal refusal) {
        String body = refusal.body().strip();
        if (refusal.status() == CONFLICT && !body.isEmpty()) {
            try {
                return Long.parseLong(body);
            } catch (NumberFormatException noLength) {
                throw new LostBuildException(refusal.getMessage());
            }
        }
        throw told(refusal);
    }

    @Override
    public Verdict heartbeat(BuildOrder order, Heartbeat heartbeat) {
        return held(() -> http.send("POST", build(order) + "/heartbeats", heartbeat, Duration.ZERO, Verdict.class)
                .orElseGet(() -> new Verdict(false)));
    }

    /// Anything but a conflict is no word about the build: a platform of before does not know the question.
    @Override
    public Verdict verdict(BuildOrder order, Duration wait) {
        String path = build(order) + "/verdict?epoch=" + order.epoch() + "&wait=" + wait.toSeconds();
        try {
            return http.get(path, wait, Verdict.class).orElseGet(() -> new Verdict(false));
        } catch (PlatformRefusal refusal) {
            throw refusal.status() == CONFLICT
                    ? new LostBuildException(refusal.getMessage())
                    : new UnreachableException(refusal.getMessage(), refusal);
        } catch (PlatformUnreachable away) {
            throw new UnreachableException(away.getMessage(), away);
        }
    }

    @Override
    public void outcome(BuildOrder order, Outcome outcome) {
        held(() -> http.send("POST", build(order) + "/outcome", outcome, Duration.ZERO, Void.class));
    }

    private static String build(BuildOrder order) {
        return BUILDS + PlatformHttp.encoded(order.id());
    }

    private static <T> T held(Supplier<T> call) {
        try {
            return call.get();
        } catch (PlatformRefusal refusal) {
            throw told(refusal);
        } catch (PlatformUnreachable away) {
            throw new UnreachableException(away.getMessage(), away);
        }
    }

    private static RuntimeException told(PlatformRefusal refusal) {
        return switch (refusal.status()) {
            case CONFLICT, NOT_FOUND -> new LostBuildException(refusal.getMessage());
            default -> new UnreachableException(refusal.getMessage(), refusal);
        };
    }
}
