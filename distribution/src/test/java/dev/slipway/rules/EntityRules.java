package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/// Database entities are the private form of one package; other packages see model records.
final class EntityRules {
    private static final DescribedPredicate<JavaClass> ENTITY = assignableTo(
                    "io.quarkus.hibernate.orm.panache.PanacheEntityBase")
            .or(annotatedWith("jakarta.persistence.Entity"))
            .as("entity");

    private final DescribedPredicate<JavaClass> ours;

    EntityRules(String root) {
        ours = resideInAPackage(root + "..").and(ENTITY);
    }

    List<ArchRule> all() {
        return List.of(hidden(), local());
    }

    private ArchRule hidden() {
        return classes().that(ours).should().bePackagePrivate().as("entities are package-private");
    }

    private ArchRule local() {
        return noClasses().should(new BorrowedEntity(ours)).as("entities stay in their package");
    }

    private static final class BorrowedEntity extends ArchCondition<JavaClass> {
        private final DescribedPredicate<JavaClass> entity;

        BorrowedEntity(DescribedPredicate<JavaClass> entity) {
            super("use an entity of another package");
            this.entity = entity;
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            user.getDirectDependenciesFromSelf().stream()
                    .filter(this::borrows)
                    .forEach(it -> events.add(SimpleConditionEvent.satisfied(it, it.getDescription())));
        }

        private boolean borrows(Dependency dependency) {
            JavaClass used = dependency.getTargetClass().getBaseComponentType();
            String home = dependency.getOriginClass().getPackageName();
            return entity.test(used) && !used.getPackageName().equals(home);
        }
    }
}
