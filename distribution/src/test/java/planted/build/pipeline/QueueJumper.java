package planted.build.pipeline;

import planted.build.queue.Claims;

record QueueJumper(Claims claims) {}
