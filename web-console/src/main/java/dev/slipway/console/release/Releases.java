package dev.slipway.console.release;

import dev.slipway.console.application.Application;
import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Releases of an application, and their deployments.
@Singleton
public class Releases {
    private final Visitor visitor;

    Releases(Visitor visitor) {
        this.visitor = visitor;
    }

    public List<Release> newest(Application application, int count) {
        return visitor.get(application.in("releases"), "limit", count, Release.Listing.class)
                .items();
    }

    Release get(Application application, int version) {
        return visitor.get(application.in("releases").below(version), Release.class);
    }

    List<Release.Difference> differences(Application application, int version, int against) {
        return visitor.get(application.in("releases").below(version, "diff"), "against", against, Release.Diff.class)
                .differences();
    }

    public List<Deployment> newestDeployments(Application application, int count) {
        return visitor.get(application.in("deployments"), "limit", count, Deployment.Listing.class)
                .items();
    }

    void deploy(Application application, Object version) {
        visitor.post(application.in("deployments"), Map.of("release", version));
    }

    void cancel(Application application, int deployment) {
        visitor.delete(application.in("deployments").below(deployment));
    }
}
