package planted.scheduler.placement;

import planted.scheduler.snapshot.BackReference;

record ForwardReference(BackReference snapshot) {}
