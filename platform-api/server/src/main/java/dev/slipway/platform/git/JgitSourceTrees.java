package dev.slipway.platform.git;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Reads the source of builds as objects, straight from bare repositories, pushed or mirrored: nothing is ever checked
/// out. A commit is the same wherever it lies, so the first place that has it serves.
public final class JgitSourceTrees implements SourceTrees {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    private final GitConfig limits;
    private final List<Repositories> places;

    public JgitSourceTrees(GitConfig limits, List<Repositories> places) {
        this.limits = limits;
        this.places = List.copyOf(places);
    }

    /// Throws also TOO_LARGE and FIELD_INVALID, for a commit that no build can take.
    @Override
    public SourceTree open(UUID application, SourceReference source) {
        if (!(source instanceof SourceReference.OfCommit(String commit))
                || !HASH.matcher(commit).matches()) {
            throw PlatformException.notFound("The commit");
        }
        ObjectId id = ObjectId.fromString(commit);
        try {
            for (Repositories place : places) {
                if (place.exists(application)) {
                    Optional<SourceTree> tree = tree(limits, place.open(application), id);
                    if (tree.isPresent()) {
                        return tree.get();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw PlatformException.notFound("Commit " + commit);
    }

    /// The tree of a commit; closing it closes the repository. Without that commit it is empty and the repository
    /// closed.
    static Optional<SourceTree> tree(GitConfig limits, Repository repository, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<RevCommit> commit = Commits.commit(walk, id);
            if (commit.isPresent()) {
                return Optional.of(new Tree(
                        repository,
                        TreeFiles.read(
                                limits, walk.getObjectReader(), commit.get().getTree())));
            }
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
        repository.close();
        return Optional.empty();
    }

    private record Tree(Repository repository, List<Entry> entries) implements SourceTree {

        @Override
        public InputStream open(Entry entry) throws IOException {
            return repository
                    .open(ObjectId.fromString(entry.object()), Constants.OBJ_BLOB)
                    .openStream();
        }

        @Override
        public void close() {
            repository.close();
        }
    }
}
