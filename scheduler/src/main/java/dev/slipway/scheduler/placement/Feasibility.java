package dev.slipway.scheduler.placement;

import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.util.Optional;

/// Whether a node can take one more instance: the hard rules, before any score.
public final class Feasibility {
    private Feasibility() {}

    public static Optional<Veto> veto(Candidate candidate, Resources requests) {
        if (!candidate.ready()) {
            return refused(candidate, Veto.Kind.NOT_READY, "is lost");
        }
        if (candidate.cordoned()) {
            return refused(candidate, Veto.Kind.CORDONED, "is cordoned");
        }
        if (candidate.unfit() != null) {
            return refused(candidate, Veto.Kind.UNFIT, "takes nothing new: " + candidate.unfit());
        }
        if (!candidate.image()) {
            return refused(candidate, Veto.Kind.IMAGE, "does not have the image of the release");
        }
        if (requests.cpu().millis() > candidate.freeCpuMillis()) {
            return refused(
                    candidate,
                    Veto.Kind.CPU,
                    "has " + cpu(candidate.freeCpuMillis()) + " cpu free, " + requests.cpu() + " is requested");
        }
        if (requests.memory().value() > candidate.freeMemoryBytes()) {
            return refused(
                    candidate,
                    Veto.Kind.MEMORY,
                    "has " + memory(candidate.freeMemoryBytes()) + " memory free, " + requests.memory()
                            + " is requested");
        }
        return Optional.empty();
    }

    private static Optional<Veto> refused(Candidate candidate, Veto.Kind kind, String why) {
        return Optional.of(new Veto(candidate.node(), kind, candidate.node() + " " + why));
    }

    private static String cpu(long millis) {
        return millis < 1 ? "no" : new Cpu((int) millis).toString();
    }

    private static String memory(long bytes) {
        return bytes < 1 ? "no" : new Bytes(bytes).toString();
    }
}
