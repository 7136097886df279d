package planted.scheduler.rollout;

import java.time.Instant;
import java.util.function.Supplier;

class ReferringEvaluator {
    Supplier<Instant> now() {
        return Instant::now;
    }
}
