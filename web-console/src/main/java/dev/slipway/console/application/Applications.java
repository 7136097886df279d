package dev.slipway.console.application;

import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Applications of a project.
@Singleton
public class Applications {
    private static final int MOST = 500;

    private final Visitor visitor;

    Applications(Visitor visitor) {
        this.visitor = visitor;
    }

    public List<Application> list(String project) {
        return visitor.get(Application.all(project), "limit", MOST, Application.Listing.class)
                .items();
    }

    public Application at(ApplicationPath path) {
        return visitor.get(path.address(), Application.class);
    }

    void create(String project, Map<String, Object> settings) {
        visitor.post(Application.all(project), settings);
    }

    void delete(ApplicationPath path) {
        visitor.delete(path.address());
    }

    void purge(ApplicationPath path) {
        visitor.purge(path.address());
    }

    void restore(ApplicationPath path) {
        visitor.post(path.address().below("restoration"), null);
    }

    void restart(ApplicationPath path) {
        visitor.post(path.address().below("restart"), null);
    }

    void scale(ApplicationPath path, Map<String, Object> counts) {
        visitor.put(path.address().below("scale"), counts);
    }
}
