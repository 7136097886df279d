package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// The trees of submodules that builds of an application wanted: a repository of its own for each application, which no
/// client can fetch. A ref named by the submodule's commit holds a commit of ours with the same tree, no history, and
/// the time when a build wanted it last; so objects go when nobody has wanted them for 30 days.
final class SubmoduleStore {
    static final Duration KEPT = Duration.ofDays(30);

    private static final String REFS = "refs/slipway/submodules/";
    private static final Duration FRESH = Duration.ofDays(1);

    private final Repositories repositories;
    private final InstantSource clock;

    /// repositories is a directory of their own.
    SubmoduleStore(Repositories repositories, InstantSource clock) {
        this.repositories = repositories;
        this.clock = clock;
    }

    Repositories repositories() {
        return repositories;
    }

    /// Where the objects lie, for who reads them together with others.
    Path objects(UUID application) {
        repositories.create(application, "main");
        return repositories.path(application).resolve(Constants.OBJECTS);
    }

    /// Removes all of the application. Not there is fine.
    void delete(UUID application) {
        repositories.delete(application);
    }

    /// The tree of a submodule's commit, where it is here.
    Optional<ObjectId> tree(UUID application, ObjectId commit) throws IOException {
        if (!repositories.exists(application)) {
            return Optional.empty();
        }
        try (Repository store = repositories.open(application);
                RevWalk walk = new RevWalk(store)) {
            Optional<ObjectId> kept = new StoredRefs(store).tip(REFS + commit.name());
            return kept.isEmpty()
                    ? Optional.empty()
                    : Commits.commit(walk, kept.get()).map(RevCommit::getTree);
        }
    }

    /// A place for objects to arrive.
    Quarantine quarantine(UUID application, BoundedRepository.Limits limits) throws IOException {
        try (Repository store = repositories.open(application)) {
            return new Quarantine(repositories, limits, store);
        }
    }

    /// Keeps what arrived as the tree of the commit, durably.
    void keep(UUID application, Quarantine arrived, ObjectId commit, ObjectId tree) throws IOException {
        repositories.lock(application).lock();
        try (Repository store = repositories.open(application)) {
            arrived.release();
            note(store, commit, tree);
        } finally {
            repositories.lock(application).unlock();
        }
    }

    /// A build wants these: they stay, and what none has wanted for long goes.
    void wanted(UUID application, List<ObjectId> commits) throws IOException {
        repositories.lock(application).lock();
        try (Repository store = repositories.open(application);
                RevWalk walk = new RevWalk(store)) {
            List<ReceiveCommand> old = new ArrayList<>();
            for (Ref ref : store.getRefDatabase().getRefsByPrefix(REFS)) {
                RevCommit kept = walk.parseCommit(ref.getObjectId());
                Instant at = kept.getCommitterIdent().getWhenAsInstant();
                ObjectId commit = ObjectId.fromString(ref.getName().substring(REFS.length()));
                if (commits.contains(commit)) {
                    if (at.plus(FRESH).isBefore(clock.instant())) {
                        note(store, commit, kept.getTree());
                    }
                } else if (at.plus(KEPT).isBefore(clock.instant())) {
                    old.add(new ReceiveCommand(ref.getObjectId(), ObjectId.zeroId(), ref.getName()));
                }
            }
            if (!old.isEmpty()) {
                new StoredRefs(store).update(old, ObjectId.zeroId());
            }
        } finally {
            repositories.lock(application).unlock();
        }
    }

    private void note(Repository store, ObjectId commit, ObjectId tree) throws IOException {
        StoredRefs refs = new StoredRefs(store);
        String name = REFS + commit.name();
        ObjectId before = refs.tip(name).orElse(ObjectId.zeroId());
        ReceiveCommand change = new ReceiveCommand(before, ours(store, tree), name);
        refs.update(List.of(change), ObjectId.zeroId());
        if (change.getResult() != ReceiveCommand.Result.OK) {
            throw new IOException("the submodule's commit could not be noted: " + change.getResult());
        }
    }

    private ObjectId ours(Repository store, ObjectId tree) throws IOException {
        PersonIdent slipway = new PersonIdent("slipway", "slipway", clock.instant(), ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(slipway);
        commit.setCommitter(slipway);
        commit.setMessage("");
        try (ObjectInserter inserter = store.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }
}
