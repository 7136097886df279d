package dev.slipway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportRulesTest {
    private static final String ROOT = "dev.slipway";
    private static final List<ArchRule> RULES = ImportRules.in(ROOT).all();
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest(name = "{0}")
    @FieldSource("RULES")
    void programObeys(ArchRule rule) {
        rule.check(PROGRAM);
    }

    /// A room missing from the class path would obey every rule.
    @ParameterizedTest
    @ValueSource(
            strings = {"model", "database", "engine", "build", "scheduler", "platform", "console", "node", "router"})
    void everyRoomIsJudged(String room) {
        String start = ROOT + "." + room + ".";
        assertThat(PROGRAM).extracting(JavaClass::getName).anyMatch(name -> name.startsWith(start));
    }

    @Test
    void testsAreNotJudged() {
        assertThat(PROGRAM).extracting(JavaClass::getName).doesNotContain(ImportRulesTest.class.getName());
    }
}
