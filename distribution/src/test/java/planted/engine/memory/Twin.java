package planted.engine.memory;

public record Twin(String name) {}
