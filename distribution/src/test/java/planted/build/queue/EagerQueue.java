package planted.build.queue;

import planted.build.pipeline.Pipeline;

record EagerQueue(Pipeline pipeline) {}
