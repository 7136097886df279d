package dev.slipway.platform.git;

import dev.slipway.database.Outage;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.log.PlainText;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.platform.git.PushedBuilds.Outcome;
import dev.slipway.platform.git.PushedBuilds.Queued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;

/// One push whose objects have arrived whole and sound: judged, stored, queued, watched. All of its refs are
/// stored or none. JGit reports to the client what stands in the commands when this ends.
final class Push implements PreReceiveHook {
    private static final Logger LOG = System.getLogger(Push.class.getName());

    private final GitConfig config;
    private final Repositories repositories;
    private final UnbuiltTips tips;
    private final PushedBuilds builds;
    private final PushTarget target;
    private final Quarantine quarantine;
    private final AnswerStream stream;
    private final Slots.Slot slot;
    private final String deployRef;

    private ReceivePack pack;
    private PushOptions options;

    Push(
            GitConfig config,
            Repositories repositories,
            UnbuiltTips tips,
            PushedBuilds builds,
            PushTarget target,
            Quarantine quarantine,
            AnswerStream stream,
            Slots.Slot slot) {
        this.config = config;
        this.repositories = repositories;
        this.tips = tips;
        this.builds = builds;
        this.target = target;
        this.quarantine = quarantine;
        this.stream = stream;
        this.slot = slot;
        this.deployRef = Repositories.branchRef(target.deployBranch());
    }

    @Override
    public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
        this.pack = pack;
        this.options = PushOptions.of(pack.getPushOptions());
        options.remarks().forEach(this::say);
        KillPoint.PACK_ARRIVED.reached();
        try {
            receive(commands);
        } catch (PlatformException e) {
            say(e.detail() + " " + e.next());
            refuse(commands, e.detail());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "a push to application " + target.applicationId() + " failed", e);
            refuse(commands, "Slipway failed to store it; try again");
        }
    }

    private void receive(Collection<ReceiveCommand> commands) throws IOException {
        RefRules rules = new RefRules(config, deployRef);
        Optional<String> refusal = commands.size() < pack.getAllCommands().size()
                ? Optional.of("another ref of this push was refused")
                : rules.refusal(commands, pack.getAdvertisedRefs());
        if (refusal.isPresent()) {
            refuse(commands, refusal.get());
            return;
        }
        Optional<ReceiveCommand> deploy = deployment(commands);
        List<Entry> files = deploy.isEmpty()
                ? List.of()
                : rules.files(pack.getRevWalk(), deploy.get().getNewId());
        Optional<Queued> queued = store(commands, deploy, !files.isEmpty());
        slot.close();
        if (queued.isPresent()) {
            watch(queued.get(), deploy.get());
        }
    }

    private Optional<ReceiveCommand> deployment(Collection<ReceiveCommand> commands) {
        return commands.stream()
                .filter(command -> command.getRefName().equals(deployRef))
                .findFirst();
    }

    private Optional<Queued> store(
            Collection<ReceiveCommand> commands, Optional<ReceiveCommand> deploy, boolean hasFiles) throws IOException {
        ReentrantLock lock = repositories.lock(target.applicationId());
        lock.lock();
        try (Repository stored = repositories.open(target.applicationId())) {
            quarantine.release();
            KillPoint.PACK_STORED.reached();
            StoredRefs refs = new StoredRefs(stored);
            boolean build = deploy.isPresent() && hasFiles && options.build();
            ObjectId pending = build
                    ? deploy.get().getNewId()
                    : deploy.isPresent() ? ObjectId.zeroId() : refs.pending().orElse(ObjectId.zeroId());
            refs.update(commands, pending);
            KillPoint.REF_MOVED.reached();
            if (commands.stream().anyMatch(command -> command.getResult() != Result.OK)) {
                return Optional.empty();
            }
            tellStored(commands, deploy, hasFiles);
            return build ? queue(stored, deploy.get()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void tellStored(Collection<ReceiveCommand> commands, Optional<ReceiveCommand> deploy, boolean hasFiles) {
        for (ReceiveCommand command : commands) {
            if (!command.getRefName().equals(deployRef)) {
                boolean deleted = command.getType() == ReceiveCommand.Type.DELETE;
                String name = Repository.shortenRefName(command.getRefName());
                say(name + " is " + (deleted ? "deleted" : "stored") + ". Only " + target.deployBranch()
                        + " is built.");
                if (!deleted && command.getRefName().startsWith(Constants.R_HEADS)) {
                    say("To build it push " + name + ":" + target.deployBranch() + ".");
                }
            }
        }
        if (deploy.isPresent() && !hasFiles) {
            say("Stored. There is nothing to build: the commit has no files.");
        } else if (deploy.isPresent() && !options.build()) {
            say("Stored and not built, as asked with -o no-build.");
        }
    }

    private Optional<Queued> queue(Repository stored, ReceiveCommand deploy) throws IOException {
        try {
            return Optional.of(tips.queue(stored, target, deploy.getNewId(), options.clean()));
        } catch (RuntimeException e) {
            say("Stored. The build could not be queued yet: " + reason(e));
            if (options.await()) {
                fail(deploy, "stored, but its build could not be queued yet");
            }
            return Optional.empty();
        }
    }

    private String reason(RuntimeException failure) {
        if (failure instanceof PlatformException refusal) {
            return refusal.detail() + " " + refusal.next() + " Slipway goes on trying.";
        }
        LOG.log(
                Level.ERROR,
                "the build of a push to application " + target.applicationId() + " was not queued",
                failure);
        return Outage.in(failure)
                ? "Slipway's database does not answer just now; it is queued as soon as it does."
                : "Slipway failed, and goes on trying.";
    }

    private void watch(Queued queued, ReceiveCommand deploy) {
        switch (queued) {
            case Queued.Unchanged(int number) ->
                say("Nothing to build: build " + number + " was made from this commit.");
            case Queued.Build(var id, int number)
            when options.detach() -> say("Build " + number + " is queued (" + id + ").");
            case Queued.Build build -> follow(build, deploy);
        }
    }

    private void follow(Queued.Build build, ReceiveCommand deploy) {
        say("Build " + build.number() + " is queued. Ctrl-C leaves it running.");
        try (KeepAlive _ = keepAlive()) {
            Outcome outcome = builds.follow(target, build.id(), this::show);
            if (options.await() && !outcome.succeeded()) {
                fail(deploy, "stored, but build " + build.number() + " or its rollout failed");
            }
        } catch (InterruptedException | RuntimeException e) {
            boolean gone = stream.isBroken();
            LOG.log(gone ? Level.DEBUG : Level.ERROR, "build " + build.id() + " is not watched any more", e);
            say("The build goes on; its log cannot be shown here.");
            if (options.await()) {
                fail(deploy, "stored, but how build " + build.number() + " ended is not known");
            }
        }
    }

    private void show(String line) {
        say(line);
        if (stream.isBroken()) {
            throw new UncheckedIOException(new IOException("the client has gone"));
        }
    }

    private KeepAlive keepAlive() {
        return pack.isSideBand() ? new KeepAlive(stream, config.keepAlive()) : null;
    }

    /// Sends one line at once, shown as `remote: line`. A client that has gone is no error: what was begun is ended.
    private void say(String line) {
        pack.sendMessage(PlainText.line(line));
        try {
            pack.getMessageOutputStream().flush();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client has gone", e);
        }
    }

    private static void refuse(Collection<ReceiveCommand> commands, String why) {
        commands.forEach(command -> fail(command, why));
    }

    private static void fail(ReceiveCommand command, String why) {
        command.setResult(Result.REJECTED_OTHER_REASON, PlainText.of(why, 400));
    }
}
