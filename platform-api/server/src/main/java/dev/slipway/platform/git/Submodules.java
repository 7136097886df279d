package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceSubmodules;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;

/// Fetches submodules one after the other, each as its own URL, with the checks and the credential of that URL, and
/// without its history where the server lets that be. All together may take the time and the bytes of one fetch.
public final class Submodules implements SourceSubmodules {
    private static final String WORKER = "submodule-store";

    private final SourceConfig config;
    private final GitConfig limits;
    private final SourceCredentials credentials;
    private final CommitPlaces places;
    private final SubmoduleStore store;

    Submodules(
            SourceConfig config,
            GitConfig limits,
            SourceCredentials credentials,
            CommitPlaces places,
            SubmoduleStore store) {
        this.config = config;
        this.limits = limits;
        this.credentials = credentials;
        this.places = places;
        this.store = store;
    }

    /// Removes what was fetched for the application. Not there is fine.
    public void delete(UUID application) {
        store.delete(application);
    }

    @Override
    public List<Brought> fetch(UUID application, String commit, GitUrl from) throws InterruptedException {
        try (CommitPlaces.Found found = places.open(
                                application, ObjectId.fromString(commit), store.objects(application))
                        .orElseThrow(() -> PlatformException.notFound("Commit " + commit));
                ObjectReader reader = found.repository().newObjectReader()) {
            SubmoduleFiles files = Unbroken.run(WORKER, () -> new SubmoduleFiles(limits, reader, found.tree(), from));
            List<Brought> all = brought(application, files);
            Unbroken.run(WORKER, () -> {
                store.wanted(
                        application,
                        all.stream()
                                .map(one -> ObjectId.fromString(one.commit()))
                                .toList());
                return files.entries();
            });
            return all;
        } catch (PlatformException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Brought> brought(UUID application, SubmoduleFiles files) throws InterruptedException, IOException {
        Allowance allowance = new Allowance(config);
        List<Brought> all = new ArrayList<>();
        for (Submodule next = files.next(); next != null; next = files.next()) {
            Submodule submodule = next;
            GitUrl url = submodule.url();
            all.add(brought(application, submodule, url, allowance));
            ObjectId tree = store.tree(application, submodule.commit()).orElseThrow();
            Unbroken.run(WORKER, () -> {
                files.graft(submodule, url, tree);
                return tree;
            });
        }
        return List.copyOf(all);
    }

    private Brought brought(UUID application, Submodule submodule, GitUrl url, Allowance allowance)
            throws InterruptedException, IOException {
        String commit = submodule.commit().name();
        if (store.tree(application, submodule.commit()).isPresent()) {
            return new Brought(submodule.shown(), url, commit, 0, null);
        }
        try {
            SourceAccess access = credentials.ofSubmodule(application, url);
            long bytes = fetched(application, new Remote(config, limits.maxRefs(), url, access), submodule, allowance);
            return new Brought(submodule.shown(), url, commit, bytes, access.credential());
        } catch (FailedBuild e) {
            throw new FailedBuild(
                    e.reason(),
                    "The submodule " + submodule.shown() + " (" + url + "): " + e.getMessage(),
                    e.evidence());
        }
    }

    /// An older server may give no commit that is not the tip of a branch: then the whole history is asked for.
    private long fetched(UUID application, Remote remote, Submodule submodule, Allowance allowance)
            throws InterruptedException, IOException {
        try {
            return fetched(application, remote, submodule, 1, _ -> List.of(asked(submodule)), allowance);
        } catch (FailedBuild e) {
            if (e.reason() != FailureReason.FetchSourceFailed) {
                throw e;
            }
            return fetched(application, remote, submodule, 0, Remote.Advertised::refs, allowance);
        }
    }

    private static Ref asked(Submodule submodule) {
        return new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, submodule.commit().name(), submodule.commit());
    }

    private long fetched(
            UUID application, Remote remote, Submodule submodule, int depth, Remote.Choice choice, Allowance allowance)
            throws InterruptedException, IOException {
        BoundedRepository.Limits bounds =
                new BoundedRepository.Limits(allowance.bytes(), limits.maxObject(), BoundedRepository.MOST_OBJECTS);
        try (Quarantine quarantine = store.quarantine(application, bounds)) {
            Remote.Visit visit = remote.visit(quarantine.repository(), Set.of(), depth, allowance.time(), choice);
            allowance.spent(visit.bytes());
            return Unbroken.run(WORKER, () -> {
                store.keep(application, quarantine, submodule.commit(), tree(quarantine, submodule));
                return Math.max(1, visit.bytes());
            });
        }
    }

    /// Looks at all of it, so that nothing is kept that has holes.
    private ObjectId tree(Quarantine quarantine, Submodule submodule) throws IOException {
        quarantine.repository().incrementOpen();
        try (CommitPlaces.Found found = CommitPlaces.in(quarantine.repository(), submodule.commit())
                        .orElseThrow(() -> new FailedBuild(
                                FailureReason.SourceSubmoduleUnusable,
                                "The repository has no commit "
                                        + submodule.commit().name() + "."));
                ObjectReader reader = found.repository().newObjectReader()) {
            TreeFiles.read(limits, reader, found.tree());
            return found.tree();
        } catch (MissingObjectException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The Git server left objects out.");
        }
    }
}
