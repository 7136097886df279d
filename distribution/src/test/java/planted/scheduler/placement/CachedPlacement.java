package planted.scheduler.placement;

import java.nio.file.Path;

public record CachedPlacement(Path cache) {}
