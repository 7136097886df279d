package dev.slipway.scheduler.rollout;

import java.util.List;

/// How a deployment stands.
public sealed interface DeploymentVerdict {
    /// It was asked for and begins now.
    record Start() implements DeploymentVerdict {}

    record Continue() implements DeploymentVerdict {}

    /// Everything wanted serves.
    record Complete() implements DeploymentVerdict {}

    /// code is one of {@link Failure}; evidence is the last lines of an instance that failed or is not ready, possibly
    /// none; next is what to do about it.
    record Fail(Failure code, String message, List<String> evidence, String next) implements DeploymentVerdict {}

    record Cancel(String why) implements DeploymentVerdict {}

    /// Why a deployment failed: the closed list, spelt so in `deployments.cause_code`.
    enum Failure {
        InstancesFailed,
        WrongPort,
        WrongAddress,
        DeadlineExceeded,
        NoRoom
    }
}
