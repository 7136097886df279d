package dev.slipway.build.source;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.build.source.Detection.Decision;
import dev.slipway.build.source.UploadLayout.Placed;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.SourceEnvironment;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The source of one build, read and judged: what of a commit is uploaded, and what it says about the build.
public final class SourceUpload {
    private static final String PACKAGE = "package.json";
    /// A source with more in its root is none whose files anybody names.
    private static final int MOST_CONTENTS = 500;

    private final ContextRoot root;
    private final UploadLayout layout;

    private SourceUpload(ContextRoot root, UploadLayout layout) {
        this.root = root;
        this.layout = layout;
    }

    /// Throws FailedBuild InvalidContextDirectory, or FetchSourceFailed naming a link that leads out of the source.
    public static SourceUpload read(SourceTree tree, String contextDir) {
        return of(ContextRoot.open(tree, contextDir));
    }

    static SourceUpload of(ContextRoot root) {
        IgnoreRules rules = root.text(IgnoreRules.FILE).map(IgnoreRules::parse).orElse(IgnoreRules.NONE);
        UploadLayout layout = UploadLayout.of(root.files(), rules);
        layout.entries().stream()
                .filter(placed -> placed.entry().kind() == Kind.LINK)
                .forEach(placed -> {
                    String path = placed.target().substring("src/".length());
                    checkLink(path, root.read(placed.entry(), path));
                });
        return new SourceUpload(root, layout);
    }

    static void checkLink(String path, String target) {
        if (!LinkRules.stays(path, target)) {
            throw new FailedBuild(
                    FailureReason.FetchSourceFailed,
                    "The symbolic link " + path + " leads out of the source; make it relative, inside the source.",
                    List.of(path));
        }
    }

    /// Of this upload only these files, each in the root of the source; none of what is not there.
    public SourceUpload only(Collection<String> files) {
        Set<String> targets = files.stream().map(file -> "src/" + file).collect(Collectors.toSet());
        List<Placed> entries = layout.entries().stream()
                .filter(placed -> targets.contains(placed.target()))
                .toList();
        return new SourceUpload(root, new UploadLayout(entries, List.of(), List.of()));
    }

    /// The same, but for scripts of these names, which stay where the source has them.
    public SourceUpload leaving(Collection<String> scripts) {
        Set<String> left = scripts.stream().map(script -> "scripts/" + script).collect(Collectors.toSet());
        List<Placed> entries = layout.entries().stream()
                .map(placed -> placed.script() && left.contains(placed.target())
                        ? new Placed("src/" + root.path(placed.entry()), false, placed.entry())
                        : placed)
                .toList();
        List<String> moved = layout.scripts().stream()
                .filter(script -> !scripts.contains(script))
                .toList();
        return new SourceUpload(root, new UploadLayout(entries, moved, layout.submodules()));
    }

    /// S2I scripts that the source brings, of assemble, run, save-artifacts and assemble-runtime.
    public List<String> scripts() {
        return layout.scripts();
    }

    /// What `.s2i/environment` says, in its order; empty when it is ignored or absent.
    public Map<String, String> environment() {
        return text(SourceEnvironment.FILE).map(SourceEnvironment::parse).orElse(Map.of());
    }

    /// Which of these builders it asks for. A package.json of tools alone counts only where another language does not.
    public Decision decide(List<Candidate> candidates) {
        Set<String> files = files();
        if (hint(PACKAGE).filter(NodePackage::ofToolsAlone).isPresent()) {
            Set<String> others =
                    files.stream().filter(file -> !file.equals(PACKAGE)).collect(Collectors.toSet());
            Decision decision = Detection.decide(others, candidates);
            if (decision.directory().isPresent()
                    || decision.detected().filter(NodePackage::another).isPresent()) {
                return decision;
            }
        }
        return Detection.decide(files, candidates);
    }

    /// Which versions of this builder the source asks for; empty where it does not say.
    public Optional<VersionWish> wishedVersion(String builder) {
        return builder.equals("nodejs") ? NodeVersion.wished(this::hint) : Optional.empty();
    }

    /// A file that is too large to be read is nobody's description of what is wished.
    private Optional<String> hint(String path) {
        try {
            return text(path);
        } catch (FailedBuild _) {
            return Optional.empty();
        }
    }

    private Optional<String> text(String path) {
        boolean uploaded =
                layout.entries().stream().anyMatch(placed -> placed.target().equals("src/" + path));
        return uploaded ? root.text(path) : Optional.empty();
    }

    /// Submodules, whose files are not part of the commit: they arrive as empty directories.
    public List<String> submodules() {
        return layout.submodules();
    }

    /// Paths of the files of what is uploaded, relative to its root.
    public Set<String> files() {
        return layout.entries().stream()
                .filter(placed -> placed.entry().kind() != Kind.SUBMODULE)
                .map(placed -> placed.script()
                        ? placed.target().replaceFirst("^scripts/", ".s2i/bin/")
                        : placed.target().substring("src/".length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The ids of the contents of what lies in its root, by name; "" for what is no plain file. Empty where that is too
    /// much to tell.
    public Optional<Map<String, String>> contents() {
        Map<String, String> contents = layout.entries().stream()
                .filter(placed ->
                        placed.target().indexOf('/') == placed.target().lastIndexOf('/') && !placed.script())
                .limit(MOST_CONTENTS + 1L)
                .collect(Collectors.toMap(
                        placed -> placed.target().substring("src/".length()),
                        placed -> ContextRoot.plain(placed.entry())
                                ? placed.entry().object()
                                : ""));
        return Optional.of(contents).filter(all -> all.size() <= MOST_CONTENTS);
    }

    /// Writes the whole upload as one PAX tar below destination (absolute, see {@link Destination}), owned by
    /// uid:0, all times equal to time. The caller closes the stream.
    public void writeTar(OutputStream out, Destination destination, long uid, Instant time) throws IOException {
        try (SourceTar tar = new SourceTar(out, destination, uid, time)) {
            for (Placed placed : layout.entries()) {
                tar.add(root.tree(), placed);
            }
        }
    }
}
