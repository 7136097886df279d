package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import dev.slipway.platform.git.CommitPlaces.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// Reads the source of builds as objects, straight from bare repositories, pushed or mirrored: nothing is ever checked
/// out. Submodules that are wanted are read from where they were fetched to before, or the source is not there.
public final class JgitSourceTrees implements SourceTrees {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    private final GitConfig limits;
    private final CommitPlaces places;
    private final SubmoduleStore submodules;

    JgitSourceTrees(GitConfig limits, CommitPlaces places, SubmoduleStore submodules) {
        this.limits = limits;
        this.places = places;
        this.submodules = submodules;
    }

    /// Throws also TOO_LARGE and FIELD_INVALID, for a commit that no build can take.
    @Override
    public SourceTree open(UUID application, SourceReference source) {
        if (!(source instanceof SourceReference.OfCommit commit)
                || !HASH.matcher(commit.id()).matches()) {
            throw PlatformException.notFound("The commit");
        }
        ObjectId id = ObjectId.fromString(commit.id());
        try {
            return (commit.submodules() ? whole(application, id) : alone(application, id))
                    .orElseThrow(() -> PlatformException.notFound("Commit " + commit.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<SourceTree> alone(UUID application, ObjectId commit) throws IOException {
        Optional<Found> found = places.open(application, commit);
        return found.isEmpty() ? Optional.empty() : Optional.of(read(limits, found.get()));
    }

    /// The tree of a commit; closing it closes the repository. Without that commit it is empty and the repository
    /// closed.
    static Optional<SourceTree> tree(GitConfig limits, Repository repository, ObjectId id) throws IOException {
        Optional<Found> found = CommitPlaces.in(repository, id);
        return found.isEmpty() ? Optional.empty() : Optional.of(read(limits, found.get()));
    }

    private static SourceTree read(GitConfig limits, Found found) throws IOException {
        try (ObjectReader reader = found.repository().newObjectReader()) {
            return new Tree(found.repository(), TreeFiles.read(limits, reader, found.tree()));
        } catch (IOException | RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private Optional<SourceTree> whole(UUID application, ObjectId commit) throws IOException {
        Optional<Found> found = places.open(application, commit, submodules.objects(application));
        return found.isEmpty() ? Optional.empty() : Optional.of(whole(application, found.get()));
    }

    private SourceTree whole(UUID application, Found found) throws IOException {
        try (ObjectReader reader = found.repository().newObjectReader()) {
            SubmoduleFiles files = new SubmoduleFiles(limits, reader, found.tree(), null);
            for (Submodule next = files.next(); next != null; next = files.next()) {
                String missing = "Commit " + next.commit().name() + " of the submodule " + next.shown();
                files.graft(
                        next,
                        null,
                        submodules
                                .tree(application, next.commit())
                                .orElseThrow(() -> PlatformException.notFound(missing)));
            }
            return new Tree(found.repository(), files.entries());
        } catch (FailedBuild e) {
            found.close();
            throw PlatformException.of(
                    ErrorCode.FIELD_INVALID, e.getMessage(), e.reason().next());
        } catch (IOException | RuntimeException e) {
            found.close();
            throw e;
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
