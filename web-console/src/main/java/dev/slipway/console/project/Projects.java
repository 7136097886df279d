package dev.slipway.console.project;

import dev.slipway.console.client.Address;
import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// The projects that the visitor may see.
@Singleton
public class Projects {
    static final Address ALL = Address.of("projects");
    private static final int MOST = 500;

    private final Visitor visitor;

    Projects(Visitor visitor) {
        this.visitor = visitor;
    }

    public List<Project> list() {
        return visitor.get(ALL, "limit", MOST, Project.Listing.class).items();
    }

    public Project get(String name) {
        return visitor.get(Project.address(name), Project.class);
    }

    void create(String name, String displayName) {
        visitor.post(
                ALL, displayName == null ? Map.of("name", name) : Map.of("name", name, "displayName", displayName));
    }

    public void delete(String name) {
        visitor.delete(Project.address(name));
    }

    public void purge(String name) {
        visitor.purge(Project.address(name));
    }

    public void restore(String name) {
        visitor.post(Project.address(name).below("restoration"), null);
    }
}
