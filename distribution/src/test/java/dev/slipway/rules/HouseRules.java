package dev.slipway.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/// What holds in every room: constructor injection, names that say something, plain blocking code.
final class HouseRules {
    List<ArchRule> all() {
        return List.of(injection(), classNames(), packageNames(), libraries());
    }

    private ArchRule injection() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .orShould()
                .beAnnotatedWith("jakarta.ws.rs.core.Context")
                .orShould()
                .beAnnotatedWith("jakarta.persistence.PersistenceContext")
                .as("nothing is injected into a field");
    }

    private ArchRule classNames() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helpers?|Managers?|Common)")
                .as("no class is named Impl, Util, Helper, Manager or Common");
    }

    private ArchRule packageNames() {
        return noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..helpers..")
                .as("no package is named util, common, impl or helper");
    }

    /// Lombok leaves no import in the bytecode; the parent pom keeps it, and Mockito, off the class path besides.
    private ArchRule libraries() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye.mutiny..", "org.reactivestreams..", "reactor..", "io.reactivex..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\.(Flow(\\$.*)?|SubmissionPublisher)")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "lombok..", "org.mapstruct..")
                .as("nothing imports reactive types, Mockito, Lombok or MapStruct");
    }
}
