package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Kind;
import dev.slipway.platform.submodule.GitModules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectReader;

/// What a look at a source says about its submodules, of which it fetches none.
final class SubmoduleWarnings {
    private SubmoduleWarnings() {}

    /// Where builds leave them out.
    static List<String> left(SourceTree tree) {
        List<String> paths = tree.entries().stream()
                .filter(entry -> entry.kind() == Kind.SUBMODULE)
                .map(entry -> GitModules.shown(entry.path()))
                .toList();
        return paths.isEmpty()
                ? List.of()
                : List.of("Submodules stay empty directories unless source.git.submodules is true: "
                        + String.join(", ", paths.subList(0, Math.min(paths.size(), SubmoduleFiles.MOST))) + ".");
    }

    /// Where builds fetch them: those of the commit from the URL, without the nested ones.
    static List<String> fetched(GitConfig limits, CommitPlaces.Found found, GitUrl url) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (ObjectReader reader = found.repository().newObjectReader()) {
            SubmoduleFiles files = new SubmoduleFiles(limits, reader, found.tree(), url);
            for (Submodule next = files.next(); next != null; next = files.next()) {
                warnings.add("Builds fetch the submodule " + next.shown() + " from " + next.url() + ".");
            }
        } catch (FailedBuild e) {
            warnings.add("A build would fail: " + e.getMessage());
        }
        return warnings;
    }
}
