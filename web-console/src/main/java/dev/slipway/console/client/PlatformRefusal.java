package dev.slipway.console.client;

/// The platform did not do what was asked.
public final class PlatformRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public PlatformRefusal(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public boolean signedOut() {
        return problem.status() == 401;
    }
}
