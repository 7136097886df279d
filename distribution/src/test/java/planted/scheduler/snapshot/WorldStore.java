package planted.scheduler.snapshot;

public record WorldStore(String query) {}
