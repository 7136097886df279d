package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Where the commits of an application lie: what was pushed here and what was mirrored. A commit is the same wherever
/// it lies, so the first place that has it serves.
final class CommitPlaces {
    private final List<Repositories> places;

    CommitPlaces(List<Repositories> places) {
        this.places = List.copyOf(places);
    }

    /// A repository that has the commit, and the commit's tree.
    record Found(Repository repository, ObjectId tree) implements AutoCloseable {
        @Override
        public void close() {
            repository.close();
        }
    }

    /// besides are directories of objects that are seen there, too. The caller closes what is found.
    Optional<Found> open(UUID application, ObjectId commit, Path... besides) throws IOException {
        for (Repositories place : places) {
            if (place.exists(application)) {
                Optional<Found> found = in(place.open(application, besides), commit);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// Without that commit it is empty and the repository closed.
    static Optional<Found> in(Repository repository, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            Optional<RevCommit> commit = Commits.commit(walk, id);
            if (commit.isPresent()) {
                return Optional.of(new Found(repository, commit.get().getTree().getId()));
            }
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
        repository.close();
        return Optional.empty();
    }
}
