package planted.platform.build;

import planted.build.pipeline.Pipeline;

public record DirectPipeline(Pipeline pipeline) {}
