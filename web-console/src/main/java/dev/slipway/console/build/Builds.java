package dev.slipway.console.build;

import dev.slipway.console.application.Application;
import dev.slipway.console.client.Address;
import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Builds of an application.
@Singleton
public class Builds {
    private final Visitor visitor;

    Builds(Visitor visitor) {
        this.visitor = visitor;
    }

    public List<Build> newest(Application application, int count) {
        return visitor.get(application.in("builds"), "limit", count, Build.Listing.class)
                .items();
    }

    Build get(Application application, int number) {
        return visitor.get(address(application, number), Build.class);
    }

    /// clean: with nothing that earlier builds left.
    Build start(Application application, boolean clean) {
        return visitor.post(application.in("builds"), Map.of("clean", clean), Build.class);
    }

    void cancel(Application application, int number) {
        visitor.post(address(application, number).below("cancellation"), null);
    }

    Build retry(Application application, int number) {
        return visitor.post(address(application, number).below("retry"), null, Build.class);
    }

    InputStream log(Application application, int number) {
        return visitor.text(address(application, number).below("log"), Map.of());
    }

    InputStream logEvents(Application application, int number, String lastEventId) {
        return visitor.events(address(application, number).below("log"), Map.of(), lastEventId);
    }

    static Address address(Application application, int number) {
        return application.in("builds").below(number);
    }
}
