package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// Builds have two sides that meet only in the node protocol: the queue beside PostgreSQL, the pipeline beside the
/// engine.
final class BuildRules {
    private static final String[] NODE_SIDE = {
        "build.pipeline",
        "build.builder",
        "build.cache",
        "build.dependency",
        "build.dockerfile",
        "build.sandbox",
        "build.source"
    };

    private final Rooms rooms;

    BuildRules(String root) {
        rooms = new Rooms(root);
    }

    List<ArchRule> all() {
        return List.of(build(), platformSide(), nodeSide(), nodeSideFrameworks());
    }

    private ArchRule build() {
        return rooms.usesOnly("build", "model", "database", "engine")
                .as("the build room imports no room but model, database and engine");
    }

    private ArchRule platformSide() {
        return noClasses()
                .that()
                .resideInAnyPackage(rooms.rooms("build.queue", "build.log", "build.source"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        rooms.rooms("engine", "build.pipeline", "build.builder", "build.cache", "build.sandbox"))
                .as("the platform's side of builds imports neither engine nor pipeline");
    }

    private ArchRule nodeSide() {
        return noClasses()
                .that()
                .resideInAnyPackage(rooms.rooms(NODE_SIDE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms.rooms("database", "build.queue", "build.log"))
                .as("the node's side of builds imports neither database nor queue");
    }

    private ArchRule nodeSideFrameworks() {
        return noClasses()
                .that()
                .resideInAnyPackage(rooms.rooms(NODE_SIDE))
                .should()
                .dependOnClassesThat(resideInAnyPackage(NodeRules.FRAMEWORKS))
                .as("the node's side of builds imports no application framework");
    }
}
