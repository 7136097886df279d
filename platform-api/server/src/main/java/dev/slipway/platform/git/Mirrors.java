package dev.slipway.platform.git;

import dev.slipway.model.build.Commit;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;

/// Mirrors on disk of the repositories that applications name by URL: branches, tags and their whole history. They
/// are stored as durably as what is pushed here, and fetched into quarantine first.
public final class Mirrors implements SourceMirrors {
    private static final int NAMED = 20;

    private final SourceConfig config;
    private final GitConfig limits;
    private final Repositories repositories;
    private final SourceCredentials credentials;
    private final Commits commits;

    /// repositories is a directory of their own, apart from what is pushed.
    public Mirrors(SourceConfig config, GitConfig limits, Repositories repositories, SourceCredentials credentials) {
        this.config = config;
        this.limits = limits;
        this.repositories = repositories;
        this.credentials = credentials;
        this.commits = new Commits(repositories);
    }

    /// Throws NOT_FOUND while nothing was fetched. The caller closes it.
    Repository open(UUID application) throws IOException {
        return repositories.open(application);
    }

    /// Where they lie.
    Repositories repositories() {
        return repositories;
    }

    boolean exists(UUID application) {
        return repositories.exists(application);
    }

    /// Removes the mirror. Not there is fine.
    public void delete(UUID application) {
        repositories.delete(application);
    }

    @Override
    public Fetched fetch(UUID application, GitUrl url, GitRef ref) throws InterruptedException {
        SourceAccess access = credentials.of(application, url);
        if (!repositories.exists(application)) {
            repositories.create(application, "main");
        }
        try (Repository mirror = repositories.open(application);
                Quarantine quarantine = new Quarantine(repositories, bounds(), mirror)) {
            Remote.Visit visit = visit(url, access, mirror, quarantine);
            return Unbroken.run("mirror-store", () -> {
                store(application, mirror, quarantine, visit.advertised());
                return new Fetched(
                        find(application, visit.advertised(), ref),
                        shortBranch(visit.advertised()),
                        visit.bytes(),
                        access.credential());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BoundedRepository.Limits bounds() {
        return new BoundedRepository.Limits(config.maxPack(), limits.maxObject(), BoundedRepository.MOST_OBJECTS);
    }

    private Remote.Visit visit(GitUrl url, SourceAccess access, Repository mirror, Quarantine quarantine)
            throws IOException, InterruptedException {
        Set<ObjectId> have = new HashSet<>();
        for (Ref ref : new StoredRefs(mirror).visible().values()) {
            have.add(ref.getObjectId());
        }
        return new Remote(config, limits.maxRefs(), url, access)
                .visit(
                        quarantine.repository(),
                        have,
                        0,
                        config.timeout(),
                        advertised -> advertised.refs().stream()
                                .filter(ref -> !have.contains(ref.getObjectId()))
                                .toList());
    }

    private void store(UUID application, Repository mirror, Quarantine quarantine, Remote.Advertised advertised)
            throws IOException {
        repositories.lock(application).lock();
        try {
            quarantine.release();
            StoredRefs refs = new StoredRefs(mirror);
            List<ReceiveCommand> changes = changes(refs.visible(), advertised.refs());
            refs.update(changes, ObjectId.zeroId());
            for (ReceiveCommand change : changes) {
                if (change.getResult() != ReceiveCommand.Result.OK) {
                    throw new FailedBuild(
                            FailureReason.FetchSourceFailed,
                            "The mirror could not be brought up to date.",
                            List.of(change.getRefName() + ": " + change.getResult()));
                }
            }
        } finally {
            repositories.lock(application).unlock();
        }
        String branch = shortBranch(advertised);
        if (branch != null) {
            repositories.create(application, branch);
        }
    }

    /// What makes the mirror's branches and tags equal to the remote's.
    private static List<ReceiveCommand> changes(Map<String, Ref> present, List<Ref> wanted) {
        Map<String, ReceiveCommand> changes = new TreeMap<>();
        present.values().stream()
                .filter(ref -> ref.getName().startsWith(Constants.R_REFS))
                .forEach(ref -> changes.put(
                        ref.getName(), new ReceiveCommand(ref.getObjectId(), ObjectId.zeroId(), ref.getName())));
        for (Ref ref : wanted) {
            Ref before = present.get(ref.getName());
            if (before == null) {
                changes.put(ref.getName(), new ReceiveCommand(ObjectId.zeroId(), ref.getObjectId(), ref.getName()));
            } else if (before.getObjectId().equals(ref.getObjectId())) {
                changes.remove(ref.getName());
            } else {
                changes.put(ref.getName(), new ReceiveCommand(before.getObjectId(), ref.getObjectId(), ref.getName()));
            }
        }
        return List.copyOf(changes.values());
    }

    private Commit find(UUID application, Remote.Advertised advertised, GitRef ref) {
        String revision = ref != null ? ref.name() : head(advertised);
        return commits.find(application, revision)
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.SourceRefNotFound,
                        "The repository has no branch, tag or commit " + revision + ".",
                        branches(advertised)));
    }

    static String head(Remote.Advertised advertised) {
        if (advertised.defaultBranch() != null) {
            return advertised.defaultBranch();
        }
        if (advertised.head() != null) {
            return advertised.head().name();
        }
        throw new FailedBuild(
                FailureReason.SourceRefNotFound, "The repository names no default branch.", branches(advertised));
    }

    static List<String> branches(Remote.Advertised advertised) {
        return advertised.refs().stream()
                .map(Ref::getName)
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(Repository::shortenRefName)
                .limit(NAMED)
                .toList();
    }

    static String shortBranch(Remote.Advertised advertised) {
        String branch = advertised.defaultBranch();
        return branch != null && branch.startsWith(Constants.R_HEADS) && Repositories.isBranch(shortened(branch))
                ? shortened(branch)
                : null;
    }

    private static String shortened(String branch) {
        return branch.substring(Constants.R_HEADS.length());
    }
}
