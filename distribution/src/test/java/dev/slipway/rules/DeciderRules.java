package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/// Deciders are pure: a snapshot and the time go in, a plan comes out, equal inputs give equal plans.
final class DeciderRules {
    private static final String[] SCHEDULER = {"scheduler.reconcile", "scheduler.placement", "scheduler.rollout"};
    private static final Set<String> NODE = Set.of("NodeReconciler", "NodePlan", "NodeAction", "RouteMerge");

    private final Rooms rooms;

    DeciderRules(String root) {
        rooms = new Rooms(root);
    }

    List<ArchRule> all() {
        return List.of(schedulerImports(), nodeImports(), noInputOrOutput(), noClockOrChance());
    }

    private ArchRule schedulerImports() {
        return classes()
                .that(schedulerDeciders())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", rooms.room("model"))
                        .or(schedulerDeciders())
                        .or(snapshotRecords()))
                .as("the scheduler's deciders import only the JDK, the model, the snapshot and each other");
    }

    private ArchRule nodeImports() {
        return classes()
                .that(nodeDeciders())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", rooms.root() + ".engine")
                        .or(resideInAnyPackage(rooms.rooms("model", "node.agent", "router.table"))))
                .as("the node's deciders import only the JDK, the model, the engine's ports and the route table");
    }

    private ArchRule noInputOrOutput() {
        return noClasses()
                .that(schedulerDeciders().or(nodeDeciders()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..")
                .as("deciders touch no file, network or database");
    }

    private ArchRule noClockOrChance() {
        return noClasses()
                .that(schedulerDeciders().or(nodeDeciders()).or(model()))
                .should()
                .accessTargetWhere(Ambient.access())
                .orShould()
                .dependOnClassesThat(Ambient.type())
                .as("deciders and the model read no clock, no chance and no environment");
    }

    /// Without the place where drills reach in, which lies there because every room passes it.
    private DescribedPredicate<JavaClass> model() {
        return DescribedPredicate.<JavaClass>describe(
                        "the model", it -> !it.getSimpleName().equals("KillPoint"))
                .and(resideInAPackage(rooms.room("model")));
    }

    private DescribedPredicate<JavaClass> schedulerDeciders() {
        return resideInAnyPackage(rooms.rooms(SCHEDULER));
    }

    private DescribedPredicate<JavaClass> nodeDeciders() {
        return DescribedPredicate.<JavaClass>describe("node deciders", it -> NODE.contains(Outermost.nameOf(it)))
                .and(resideInAPackage(rooms.room("node.agent")));
    }

    /// What a snapshot is made of, without the classes that read it from PostgreSQL.
    private DescribedPredicate<JavaClass> snapshotRecords() {
        return DescribedPredicate.<JavaClass>describe("records", it -> !reads(Outermost.nameOf(it)))
                .and(resideInAPackage(rooms.room("scheduler.snapshot")));
    }

    private static boolean reads(String name) {
        return name.endsWith("Store") || name.endsWith("Rows");
    }
}
