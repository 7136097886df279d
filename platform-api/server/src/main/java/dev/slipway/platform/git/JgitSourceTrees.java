package dev.slipway.platform.git;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Reads the source of builds as objects, straight from the bare repositories: nothing is ever checked out.
public final class JgitSourceTrees implements SourceTrees {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    private final GitConfig limits;
    private final Repositories repositories;

    public JgitSourceTrees(GitConfig limits, Repositories repositories) {
        this.limits = limits;
        this.repositories = repositories;
    }

    /// Throws also TOO_LARGE and FIELD_INVALID, for a commit that no build can take.
    @Override
    public SourceTree open(UUID application, String commit) {
        if (!HASH.matcher(commit).matches()) {
            throw PlatformException.notFound("The commit");
        }
        try {
            Repository repository = repositories.open(application);
            try {
                return new Tree(repository, files(repository, ObjectId.fromString(commit)));
            } catch (IOException | RuntimeException e) {
                repository.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<SourceTree.Entry> files(Repository repository, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit =
                    Commits.commit(walk, id).orElseThrow(() -> PlatformException.notFound("Commit " + id.name()));
            return TreeFiles.read(limits, walk.getObjectReader(), commit.getTree());
        }
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
