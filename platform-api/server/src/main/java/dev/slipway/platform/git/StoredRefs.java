package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// The refs of one repository, and beside them the journal: a ref of our own, invisible to clients, that names the
/// commit whose build is not queued yet. It changes in one step with the branch, so a crash loses neither.
final class StoredRefs {
    private static final String OWN = "refs/slipway/";
    private static final String PENDING = OWN + "pending";

    private final Repository repository;

    StoredRefs(Repository repository) {
        this.repository = repository;
    }

    /// What clients may see.
    static Map<String, Ref> visible(Map<String, Ref> refs) {
        Map<String, Ref> visible = new HashMap<>(refs);
        visible.keySet().removeIf(name -> name.startsWith(OWN));
        return visible;
    }

    Map<String, Ref> visible() throws IOException {
        Map<String, Ref> refs = new HashMap<>();
        for (Ref ref : repository.getRefDatabase().getRefs()) {
            refs.put(ref.getName(), ref);
        }
        return visible(refs);
    }

    /// Carries all commands out or none, and with them notes the pending commit; zero for none. The commands hold
    /// the result. Durable when it returns.
    void update(Collection<ReceiveCommand> commands, ObjectId pending) throws IOException {
        List<ReceiveCommand> all = new ArrayList<>(commands);
        ObjectId noted = pending().orElse(ObjectId.zeroId());
        if (!noted.equals(pending)) {
            all.add(new ReceiveCommand(noted, pending, PENDING));
        }
        BatchRefUpdate batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAllowNonFastForwards(true).setAtomic(true).disableRefLog().addCommand(all);
        try (RevWalk walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        Path top = repository.getDirectory().toPath();
        Durable.syncUpTo(top, top.resolve(Constants.PACKED_REFS));
        for (ReceiveCommand command : all) {
            Durable.syncUpTo(top, top.resolve(command.getRefName()));
        }
    }

    Optional<ObjectId> pending() throws IOException {
        return tip(PENDING);
    }

    /// The build of this commit is queued; repeated after a crash it does no harm.
    void clearPending(ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(PENDING);
        update.setExpectedOldObjectId(commit);
        update.setForceUpdate(true);
        update.disableRefLog();
        update.delete();
    }

    Optional<ObjectId> tip(String ref) throws IOException {
        return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId);
    }
}
