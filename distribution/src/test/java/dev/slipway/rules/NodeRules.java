package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// The two processes beside the platform: the agent, and the router that knows nothing of it.
final class NodeRules {
    static final String[] FRAMEWORKS = {
        "jakarta..", "io.quarkus..", "org.eclipse.microprofile..", "org.jboss.resteasy..", "org.hibernate.."
    };

    private final Rooms rooms;

    NodeRules(String root) {
        rooms = new Rooms(root);
    }

    List<ArchRule> all() {
        return List.of(agentRooms(), frameworks(), agentAndRouter(), router());
    }

    private ArchRule agentRooms() {
        return rooms.usesOnly(
                        "node",
                        "model",
                        "engine",
                        "build.pipeline",
                        "build.cache",
                        "build.dependency",
                        "build.builder",
                        "build.dockerfile",
                        "build.sandbox",
                        "router")
                .as("the node imports no room but model, engine, builds of a node and the router");
    }

    private ArchRule frameworks() {
        return noClasses()
                .that()
                .resideInAnyPackage(rooms.rooms("node", "router"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS))
                .as("node and router import no application framework");
    }

    private ArchRule agentAndRouter() {
        return noClasses()
                .that()
                .resideInAPackage(rooms.room("node"))
                .should()
                .dependOnClassesThat(resideInAPackage(rooms.room("router"))
                        .and(DescribedPredicate.not(resideInAnyPackage(rooms.rooms("router.table", "router.feed")))))
                .as("the agent imports nothing of the router but its table and feed");
    }

    private ArchRule router() {
        return rooms.usesOnly("router", "model").as("the router imports no room but model");
    }
}
