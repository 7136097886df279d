package planted.build.pipeline;

public record Pipeline(String image) {}
