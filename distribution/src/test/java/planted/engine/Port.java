package planted.engine;

public record Port(String socket) {}
