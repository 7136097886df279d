package dev.slipway.rules;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/// The import rules of the code below one root package.
///
/// The root is a parameter so that the same rules judge the program and the planted violations.
record ImportRules(String root) {
    static ImportRules in(String root) {
        return new ImportRules(root);
    }

    /// Every rule; its description is a sentence, unique among the rules.
    List<ArchRule> all() {
        return Stream.of(
                        new RoomRules(root).all(),
                        new BuildRules(root).all(),
                        new NodeRules(root).all(),
                        new DeciderRules(root).all(),
                        new CycleRules(root).all(),
                        new HttpRules(root).all(),
                        new HouseRules().all(),
                        new EntityRules(root).all())
                .flatMap(List::stream)
                .toList();
    }
}
