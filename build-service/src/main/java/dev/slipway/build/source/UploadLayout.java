package dev.slipway.build.source;

import dev.slipway.build.source.ContextRoot.SourceFile;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where each file of the source goes: to `src/`, to `scripts/` when it is an S2I script (moved, so absent from
/// src), or nowhere. submodules are paths whose files are not part of the commit: empty directories.
record UploadLayout(List<Placed> entries, List<String> scripts, List<String> submodules) {
    private static final List<String> SCRIPTS = List.of("assemble", "run", "save-artifacts", "assemble-runtime");
    private static final List<String> SCRIPT_DIRECTORIES = List.of(".s2i/bin/", ".sti/bin/");

    /// target is relative to the upload's root: `src/...` or `scripts/<name>`.
    record Placed(String target, boolean script, Entry entry) {}

    static UploadLayout of(List<SourceFile> files, IgnoreRules rules) {
        IgnoreRules.Verdicts verdicts = rules.verdicts();
        List<SourceFile> kept = files.stream()
                .filter(file -> !gitOwn(file.path()) && !verdicts.ignored(file.path()))
                .toList();
        Set<String> moved = moved(kept);
        List<Placed> placed = new ArrayList<>();
        for (SourceFile file : kept) {
            boolean script = moved.contains(file.path());
            placed.add(
                    new Placed(script ? "scripts/" + name(file.path()) : "src/" + file.path(), script, file.entry()));
        }
        return new UploadLayout(List.copyOf(placed), scripts(moved), submodules(kept));
    }

    static boolean gitOwn(String path) {
        return ("/" + path + "/").contains("/.git/");
    }

    /// A script of `.s2i/bin` hides the one of the same name in the legacy `.sti/bin`, which stays in src.
    private static Set<String> moved(List<SourceFile> kept) {
        Set<String> plain = new HashSet<>();
        kept.stream().filter(file -> ContextRoot.plain(file.entry())).forEach(file -> plain.add(file.path()));
        Set<String> moved = new HashSet<>();
        for (String script : SCRIPTS) {
            SCRIPT_DIRECTORIES.stream()
                    .map(directory -> directory + script)
                    .filter(plain::contains)
                    .findFirst()
                    .ifPresent(moved::add);
        }
        return moved;
    }

    private static List<String> scripts(Set<String> moved) {
        return moved.stream().map(UploadLayout::name).sorted().toList();
    }

    static List<String> submodules(List<SourceFile> kept) {
        return kept.stream()
                .filter(file -> file.entry().kind() == Kind.SUBMODULE)
                .map(SourceFile::path)
                .toList();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
