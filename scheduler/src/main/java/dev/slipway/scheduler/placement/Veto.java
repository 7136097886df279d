package dev.slipway.scheduler.placement;

/// Why a node was refused, as a sentence for the user.
public record Veto(String node, Kind kind, String text) {
    public enum Kind {
        NOT_READY,
        CORDONED,
        UNFIT,
        IMAGE,
        CPU,
        MEMORY
    }
}
