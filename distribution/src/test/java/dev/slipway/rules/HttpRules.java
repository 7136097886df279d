package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/// HTTP stays at the edge: resources, pages, their paths, mappers and filters know it, stores and queues do not.
final class HttpRules {
    private final Rooms rooms;

    HttpRules(String root) {
        rooms = new Rooms(root);
    }

    List<ArchRule> all() {
        return List.of(edge(), stores(), storeClocks(), resources());
    }

    private ArchRule edge() {
        return noClasses()
                .that(DescribedPredicate.not(named("Resource", "Page", "Path", "Mapper", "Filter", "Authentication")
                        .or(http())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .as("only resources, pages, their paths, mappers and filters import JAX-RS");
    }

    private ArchRule stores() {
        return noClasses()
                .that(named("Store", "Queue"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "java.net.http..", "io.vertx..")
                .as("stores and queues import no HTTP");
    }

    private ArchRule storeClocks() {
        return noClasses()
                .that(named("Store", "Queue"))
                .should()
                .accessTargetWhere(Ambient.clock())
                .as("stores and queues have no clock of their own");
    }

    private ArchRule resources() {
        DescribedPredicate<JavaClass> resource = named("Resource");
        return noClasses()
                .that(resource)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .as("resources import no JDBC");
    }

    private DescribedPredicate<JavaClass> http() {
        return resideInAnyPackage(rooms.rooms("platform.http", "console.http"));
    }

    private static DescribedPredicate<JavaClass> named(String... endings) {
        return DescribedPredicate.describe("classes named by their kind", type -> {
            String name = Outermost.nameOf(type);
            return Stream.of(endings).anyMatch(name::endsWith);
        });
    }
}
