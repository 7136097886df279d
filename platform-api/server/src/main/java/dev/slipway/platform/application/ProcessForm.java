package dev.slipway.platform.application;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.platform.application.ApplicationRequest.Amounts;
import dev.slipway.platform.application.ApplicationRequest.ProcessRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Turns one process of a request into its specification. Pure.
final class ProcessForm {
    static final Resources REQUESTS = new Resources(new Cpu(50), Bytes.parse("64Mi"));
    static final Resources LIMITS = new Resources(new Cpu(1000), Bytes.parse("512Mi"));
    static final Resources BUILD = new Resources(new Cpu(2000), Bytes.parse("1Gi"));
    static final ProcessSpec WEB = new ProcessSpec(null, ProcessSpec.USUAL_PORT, 1, REQUESTS, LIMITS, Probes.NONE);
    private static final ProcessSpec WORKER = new ProcessSpec(null, null, 1, REQUESTS, LIMITS, Probes.NONE);
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,18}[a-z0-9])?");
    private static final long SMALLEST_MEMORY = 16L << 20;

    private ProcessForm() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches() || name.equals("replicas")) {
            throw PlatformException.invalid(
                    "processes." + name,
                    "a process is named with 1 to 20 of a-z, 0-9 and \"-\", first a letter, not \"replicas\"");
        }
        return name;
    }

    static ProcessSpec defaults(String name) {
        return name.equals(ProcessSpec.WEB) ? WEB : WORKER;
    }

    static ProcessSpec spec(String prefix, ProcessSpec now, ProcessRequest request) {
        Integer port = request.port() == null ? now.port() : request.port();
        if (port != null) {
            between(prefix + "port", port, 1024, 65_535);
        }
        int replicas = request.replicas() == null ? now.replicas() : request.replicas();
        between(prefix + "replicas", replicas, 0, 100);
        Resources requests = amounts(prefix + "resources.requests", now.requests(), part(request, true));
        Resources limits = amounts(prefix + "resources.limits", now.limits(), part(request, false));
        if (!requests.fitsInto(limits)) {
            throw PlatformException.invalid(prefix + "resources.requests", "must not be more than the limits");
        }
        return new ProcessSpec(
                request.command() == null ? now.command() : command(prefix, request.command()),
                port,
                replicas,
                requests,
                limits,
                request.probes() == null ? now.probes() : probes(prefix, request.probes()));
    }

    private static Amounts part(ProcessRequest request, boolean requests) {
        if (request.resources() == null) {
            return null;
        }
        return requests ? request.resources().requests() : request.resources().limits();
    }

    static Resources amounts(String field, Resources now, Amounts request) {
        if (request == null) {
            return now;
        }
        Bytes memory = Objects.requireNonNullElse(request.memory(), now.memory());
        if (memory.value() < SMALLEST_MEMORY) {
            throw PlatformException.invalid(field + ".memory", "must be at least 16Mi");
        }
        return new Resources(Objects.requireNonNullElse(request.cpu(), now.cpu()), memory);
    }

    private static List<String> command(String prefix, List<String> command) {
        if (command.stream().anyMatch(word -> word == null || word.indexOf('\0') >= 0)) {
            throw PlatformException.invalid(prefix + "command", "must be a list of texts without NUL");
        }
        return command.isEmpty() ? null : command;
    }

    private static Probes probes(String prefix, Probes request) {
        return new Probes(
                probe(prefix + "probes.startup", request.startup()),
                probe(prefix + "probes.readiness", request.readiness()),
                probe(prefix + "probes.liveness", request.liveness()));
    }

    private static Probe probe(String field, Probe probe) {
        if (probe == null) {
            return null;
        }
        if (probe.exec() != null) {
            throw PlatformException.invalid(field + ".exec", "is not supported yet; use http or tcp");
        }
        if ((probe.http() == null) == (probe.tcp() == null)) {
            throw PlatformException.invalid(field, "must have one of http and tcp");
        }
        if (probe.http() != null
                && (probe.http().path() == null || !probe.http().path().startsWith("/"))) {
            throw PlatformException.invalid(field + ".http.path", "must begin with \"/\"");
        }
        Integer port = probe.http() != null ? probe.http().port() : probe.tcp().port();
        if (port != null) {
            between(field + ".port", port, 1024, 65_535);
        }
        return new Probe(
                probe.http(),
                probe.tcp(),
                null,
                duration(field + ".initialDelay", probe.initialDelay(), Duration.ZERO),
                atLeastASecond(field + ".period", duration(field + ".period", probe.period(), Duration.ofSeconds(10))),
                atLeastASecond(
                        field + ".timeout", duration(field + ".timeout", probe.timeout(), Duration.ofSeconds(1))),
                count(field + ".success", probe.success(), 1),
                count(field + ".failure", probe.failure(), 3));
    }

    private static Duration duration(String field, Duration value, Duration usual) {
        if (value == null) {
            return usual;
        }
        if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
            throw PlatformException.invalid(field, "must be between PT0S and PT1H");
        }
        return value.isZero() ? usual : value;
    }

    private static Duration atLeastASecond(String field, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw PlatformException.invalid(field, "must be at least PT1S");
        }
        return value;
    }

    private static int count(String field, int value, int usual) {
        int count = value == 0 ? usual : value;
        between(field, count, 1, 100);
        return count;
    }

    static void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw PlatformException.invalid(field, "must be between " + least + " and " + most);
        }
    }
}
