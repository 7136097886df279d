package planted.engine.docker;

import planted.engine.memory.Twin;

record FallbackEngine(Twin twin) {}
