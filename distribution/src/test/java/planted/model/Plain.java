package planted.model;

public record Plain(String name) {}
