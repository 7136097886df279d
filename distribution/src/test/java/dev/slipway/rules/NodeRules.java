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
        return rooms.usesOnly("node", "model", "engine", "build.pipeline")
                .as("the node imports no room but model, engine and the build pipeline");
    }

    private ArchRule frameworks() {
        return noClasses()
                .that()
                .resideInAPackage(rooms.room("node"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS))
                .as("the node imports no application framework");
    }

    private ArchRule agentAndRouter() {
        return noClasses()
                .that()
                .resideInAPackage(rooms.room("node"))
                .and()
                .resideOutsideOfPackage(rooms.room("node.router"))
                .should()
                .dependOnClassesThat(resideInAPackage(rooms.room("node.router"))
                        .and(DescribedPredicate.not(
                                resideInAnyPackage(rooms.rooms("node.router.table", "node.router.feed")))))
                .as("the agent imports nothing of the router but its table and feed");
    }

    private ArchRule router() {
        return rooms.usesOnly("node.router").as("the router imports nothing of ours but itself");
    }
}
