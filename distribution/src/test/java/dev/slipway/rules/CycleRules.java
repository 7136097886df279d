package dev.slipway.rules;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.function.Function;

/// No two rooms, and no two packages of one room, import each other, directly or around.
final class CycleRules {
    private final String root;

    CycleRules(String root) {
        this.root = root;
    }

    List<ArchRule> all() {
        return List.of(rooms(), packages());
    }

    private ArchRule rooms() {
        return slices().assignedFrom(slicedBy("rooms", this::roomOf))
                .should()
                .beFreeOfCycles()
                .as("rooms import each other in one direction only");
    }

    private ArchRule packages() {
        return slices().assignedFrom(slicedBy("packages", this::packageOf))
                .should()
                .beFreeOfCycles()
                .as("packages outside the platform import each other in one direction only");
    }

    /// The platform's nouns know each other (an application has releases, a release its application), so that
    /// room counts as one package here.
    private String packageOf(JavaClass type) {
        String room = roomOf(type);
        return room.equals("platform") ? room : type.getPackageName();
    }

    /// The first name below the root; "program" for the classes that put the rooms together.
    private String roomOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(root) ? "program" : name.substring(root.length() + 1).split("\\.")[0];
    }

    private SliceAssignment slicedBy(String what, Function<JavaClass, String> slice) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return ours(type) ? SliceIdentifier.of(slice.apply(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return what;
            }
        };
    }

    private boolean ours(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(root + ".");
    }
}
