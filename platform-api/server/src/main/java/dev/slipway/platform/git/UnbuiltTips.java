package dev.slipway.platform.git;

import dev.slipway.model.build.Commit;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.platform.git.PushedBuilds.Queued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits that were pushed and stored and whose build was not queued, because the process died in between or
/// because the queue refused it. A loop asks for them; without one they wait for the next push.
public final class UnbuiltTips {
    private final Repositories repositories;
    private final PushedBuilds builds;

    public UnbuiltTips(Repositories repositories, PushedBuilds builds) {
        this.repositories = repositories;
        this.builds = builds;
    }

    /// The hash of the commit that waits for its build to be queued.
    public Optional<String> find(UUID application) {
        if (!repositories.exists(application)) {
            return Optional.empty();
        }
        try (Repository repository = repositories.open(application)) {
            return new StoredRefs(repository).pending().map(ObjectId::name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The head of a branch (short name), whether built or not.
    public Optional<Commit> tip(UUID application, String branch) {
        return new Commits(repositories).find(application, Repositories.branchRef(branch));
    }

    /// Queues what waits. Lets through what {@link PushedBuilds#queue} throws; then it goes on waiting.
    public Optional<Queued> queue(PushTarget target) {
        if (find(target.applicationId()).isEmpty()) {
            return Optional.empty();
        }
        repositories.lock(target.applicationId()).lock();
        try (Repository repository = repositories.open(target.applicationId())) {
            Optional<ObjectId> pending = new StoredRefs(repository).pending();
            return pending.isEmpty() ? Optional.empty() : Optional.of(recover(repository, target, pending.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            repositories.lock(target.applicationId()).unlock();
        }
    }

    /// For who holds the application's lock.
    Queued queue(Repository repository, PushTarget target, ObjectId id, boolean clean) throws IOException {
        return cleared(repository, id, builds.queue(target, commit(repository, target, id), clean));
    }

    private Queued recover(Repository repository, PushTarget target, ObjectId id) throws IOException {
        return cleared(repository, id, builds.recover(target, commit(repository, target, id)));
    }

    private static Commit commit(Repository repository, PushTarget target, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            return Commits.of(commit, Repositories.branchRef(target.deployBranch()));
        }
    }

    private static Queued cleared(Repository repository, ObjectId id, Queued queued) throws IOException {
        new StoredRefs(repository).clearPending(id);
        KillPoint.BUILD_QUEUED.reached();
        return queued;
    }
}
