package dev.slipway.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// Which room may import which, and who may speak to the container engine's client.
final class RoomRules {
    private static final String DOCKER_CLIENT = "com.github.dockerjava..";

    private final Rooms rooms;

    RoomRules(String root) {
        rooms = new Rooms(root);
    }

    List<ArchRule> all() {
        return List.of(
                model(),
                database(),
                backup(),
                scheduler(),
                platform(),
                console(),
                engine(),
                dockerAdapter(),
                dockerClient());
    }

    private ArchRule model() {
        return classes()
                .that()
                .resideInAPackage(rooms.room("model"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", rooms.room("model"))
                .as("the model imports only the JDK and itself");
    }

    private ArchRule database() {
        return rooms.usesOnly("database").as("the database room imports no other room");
    }

    private ArchRule backup() {
        return rooms.usesOnly("backup", "database").as("the backup imports no room but database");
    }

    private ArchRule scheduler() {
        return rooms.usesOnly("scheduler", "model", "database")
                .as("the scheduler imports no room but model and database");
    }

    private ArchRule platform() {
        return rooms.usesOnly("platform", "model", "database")
                .as("the platform imports no room but model and database");
    }

    private ArchRule console() {
        return rooms.usesOnly("console").as("the console imports no other room: it calls the interface");
    }

    private ArchRule engine() {
        return classes()
                .that()
                .resideInAPackage(rooms.room("engine"))
                .and()
                .resideOutsideOfPackage(rooms.room("engine.docker"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.apache.commons.compress.archivers.tar..",
                        rooms.room("model"),
                        engineRoot(),
                        rooms.room("engine.memory"))
                .as("the engine's ports and its memory adapter import only the JDK, the model and what reads archives");
    }

    private ArchRule dockerAdapter() {
        return classes()
                .that()
                .resideInAPackage(rooms.room("engine.docker"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        rooms.room("model"),
                        engineRoot(),
                        rooms.room("engine.docker"),
                        DOCKER_CLIENT,
                        "org.apache.commons.compress..",
                        "org.apache.hc..",
                        "com.fasterxml.jackson..")
                .as("the Docker adapter imports only its client libraries and the engine's ports");
    }

    private ArchRule dockerClient() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(rooms.room("engine.docker"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DOCKER_CLIENT)
                .as("only the Docker adapter imports the Docker client");
    }

    private String engineRoot() {
        return rooms.root() + ".engine";
    }
}
