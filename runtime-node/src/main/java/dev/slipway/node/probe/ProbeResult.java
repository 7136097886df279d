package dev.slipway.node.probe;

/// What one asking brought. message says why it failed, for people; it is null when well.
public record ProbeResult(boolean well, String message) {
    public static final ProbeResult WELL = new ProbeResult(true, null);

    public static ProbeResult unwell(String message) {
        return new ProbeResult(false, message);
    }
}
