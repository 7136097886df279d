package planted.node.probe;

public record Health(boolean ready) {}
