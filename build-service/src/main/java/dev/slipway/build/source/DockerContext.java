package dev.slipway.build.source;

import dev.slipway.build.source.ContextRoot.SourceFile;
import dev.slipway.build.source.UploadLayout.Placed;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The source of a build that is made of a Dockerfile: the context directory, without what its `.dockerignore` leaves
/// out.
public final class DockerContext {
    private static final List<String> NAMES = List.of("Dockerfile", "Containerfile");
    private static final int LONGEST = 128 << 10;
    private static final int FILES_SHOWN = 20;

    private final ContextRoot root;

    private DockerContext(ContextRoot root) {
        this.root = root;
    }

    /// Throws FailedBuild InvalidContextDirectory.
    public static DockerContext open(SourceTree tree, String contextDir) {
        return new DockerContext(ContextRoot.open(tree, contextDir));
    }

    /// The same source as S2I takes it. Throws FailedBuild as {@link SourceUpload#read} does.
    public SourceUpload upload() {
        return SourceUpload.of(root);
    }

    /// Whether a file in the root has one of the names that are looked for.
    public boolean named() {
        return NAMES.stream().anyMatch(root::has);
    }

    /// Submodules whose files are not part of the commit: they arrive as empty directories.
    public List<String> submodules() {
        return UploadLayout.submodules(root.files());
    }

    /// The Dockerfile with what the application says of it; its path null means the names that are looked for. Throws
    /// FailedBuild ManageDockerfileFailed.
    public DockerfileStage dockerfile(DockerfileStage asked) {
        List<String> paths = asked.path() == null ? NAMES : List.of(asked.path());
        return paths.stream()
                .flatMap(path ->
                        read(path)
                                .map(text -> new DockerfileStage(path, text, asked.target(), asked.arguments()))
                                .stream())
                .findFirst()
                .orElseThrow(() -> absent(paths));
    }

    private Optional<String> read(String path) {
        Optional<String> text = root.text(path);
        if (text.isPresent() && text.get().length() > LONGEST) {
            throw new FailedBuild(
                    FailureReason.ManageDockerfileFailed, path + " has more than " + (LONGEST >> 10) + " KiB.");
        }
        return text;
    }

    private FailedBuild absent(List<String> paths) {
        return new FailedBuild(
                FailureReason.ManageDockerfileFailed,
                "The source has no Dockerfile; looked for " + String.join(" and ", paths)
                        + " in the context directory.",
                root.files().stream()
                        .map(SourceFile::path)
                        .filter(Detection::inRoot)
                        .sorted()
                        .limit(FILES_SHOWN)
                        .toList());
    }

    /// Throws FailedBuild FetchSourceFailed naming a link that leads out of the source.
    public void check() {
        kept().forEach(this::checkLink);
    }

    private Stream<SourceFile> kept() {
        DockerIgnore rules =
                root.text(DockerIgnore.FILE).map(DockerIgnore::parse).orElse(DockerIgnore.NONE);
        return root.files().stream()
                .filter(file -> !UploadLayout.gitOwn(file.path())
                        && !file.path().equals(DockerIgnore.FILE)
                        && !rules.ignored(file.path()));
    }

    /// Writes the context as one PAX tar, owned by root, all times equal to time. The `.dockerignore` itself stays
    /// out: whoever builds has one of its own. Throws FailedBuild FetchSourceFailed naming a link that leads
    /// out of the source. The caller closes the stream.
    public void writeTar(OutputStream out, Instant time) throws IOException {
        try (SourceTar tar = SourceTar.atRoot(out, time)) {
            for (SourceFile file : kept().toList()) {
                checkLink(file);
                tar.add(root.tree(), new Placed(file.path(), false, file.entry()));
            }
        }
    }

    private void checkLink(SourceFile file) {
        if (file.entry().kind() == Kind.LINK) {
            SourceUpload.checkLink(file.path(), root.read(file.entry(), file.path()));
        }
    }
}
