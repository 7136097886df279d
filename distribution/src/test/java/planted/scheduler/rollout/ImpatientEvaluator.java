package planted.scheduler.rollout;

import java.time.Instant;

class ImpatientEvaluator {
    boolean late(Instant deadline) {
        return Instant.now().isAfter(deadline);
    }
}
