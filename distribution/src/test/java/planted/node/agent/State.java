package planted.node.agent;

public record State(int version) {}
