package dev.slipway.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/// Package names below the root. A room is a top-level package with all below it.
record Rooms(String root) {
    /// `name` and everything below it, as a package pattern: `build.queue` becomes `dev.slipway.build.queue..`.
    String room(String name) {
        return root + "." + name + "..";
    }

    String[] rooms(String... names) {
        return Stream.of(names).map(this::room).toArray(String[]::new);
    }

    /// Nothing in the room touches our own code outside itself and `others`.
    ArchRule usesOnly(String name, String... others) {
        DescribedPredicate<JavaClass> ours = resideInAPackage(root + "..");
        DescribedPredicate<JavaClass> allowed =
                resideInAnyPackage(rooms(others)).or(resideInAPackage(room(name)));
        return noClasses()
                .that()
                .resideInAPackage(room(name))
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(allowed)));
    }
}
