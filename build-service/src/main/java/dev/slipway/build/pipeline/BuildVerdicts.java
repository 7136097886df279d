package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import java.time.Duration;

/// What the platform says of a claimed build without being told anything.
public interface BuildVerdicts {

    /// Answers as soon as somebody asked to cancel, else after at most the given time:
    /// GET /node/v1/builds/{id}/verdict?epoch=&wait=. Throws {@link LostBuildException} as soon as another claimer
    /// has the build or it has ended, {@link UnreachableException} while the platform does not answer.
    Verdict verdict(BuildOrder order, Duration wait);
}
