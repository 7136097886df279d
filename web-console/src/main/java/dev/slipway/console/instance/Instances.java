package dev.slipway.console.instance;

import dev.slipway.console.application.Application;
import dev.slipway.console.client.Address;
import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// Instances of an application, and what they print.
@Singleton
public class Instances {
    private final Visitor visitor;

    Instances(Visitor visitor) {
        this.visitor = visitor;
    }

    public List<Instance> newest(Application application, int count) {
        return visitor.get(application.in("instances"), "limit", count, Instance.Listing.class)
                .items();
    }

    Instance get(Application application, String id) {
        return visitor.get(application.in("instances").below(id), Instance.class);
    }

    /// Of all that run, or where none runs of those that failed last.
    InputStream log(Application application, int tail) {
        return lines(application.in("log"), tail);
    }

    InputStream log(Application application, String id, int tail) {
        return lines(application.in("instances").below(id, "log"), tail);
    }

    private InputStream lines(Address address, int tail) {
        return visitor.text(address, Map.of("tail", tail));
    }
}
