package planted.scheduler.snapshot;

import planted.scheduler.placement.CachedPlacement;

public record BackReference(CachedPlacement placement) {}
