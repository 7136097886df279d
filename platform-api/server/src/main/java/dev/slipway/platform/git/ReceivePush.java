package dev.slipway.platform.git;

import dev.slipway.model.fault.KillPoint;
import dev.slipway.model.log.PlainText;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UnpackErrorHandler;

/// Receives pushes: the pack goes into a quarantine, within the limits and with every object checked; what
/// follows is a {@link Push}.
final class ReceivePush {
    private static final int MAX_COMMANDS = 3 << 20;

    private final GitConfig config;
    private final Repositories repositories;
    private final PushedBuilds builds;
    private final UnbuiltTips tips;

    ReceivePush(GitConfig config, Repositories repositories, PushedBuilds builds) {
        this.config = config;
        this.repositories = repositories;
        this.builds = builds;
        this.tips = new UnbuiltTips(repositories, builds);
    }

    /// Blocks until the answer is written, with the build's log where the pusher wants to see it.
    void receive(PushTarget target, RequestBody in, AnswerStream stream, Slots.Slot slot) throws IOException {
        try (Repository stored = repositories.open(target.applicationId());
                Quarantine quarantine = new Quarantine(repositories, limits(), stored)) {
            ReceivePack pack = within(new ReceivePack(quarantine.repository()));
            pack.setAdvertisedRefs(new StoredRefs(stored).visible(), Set.of());
            pack.setUnpackErrorHandler(explaining(pack, in, pack.getUnpackErrorHandler()));
            pack.setPreReceiveHook(new Push(config, repositories, tips, builds, target, quarantine, stream, slot));
            pack.receive(in, stream, null);
            KillPoint.REPLY_SENT.reached();
        } catch (UnpackException _) {
            stream.flush(); // the client has been told
        }
    }

    private BoundedRepository.Limits limits() {
        return new BoundedRepository.Limits(config.maxPack(), config.maxObject(), BoundedRepository.MOST_OBJECTS);
    }

    /// For the advertisement: what this server can do.
    ReceivePack within(ReceivePack pack) {
        pack.setBiDirectionalPipe(false);
        pack.setAllowPushOptions(true);
        pack.setRefFilter(StoredRefs::visible);
        pack.setMaxPackSizeLimit(config.maxPack().value());
        pack.setMaxObjectSizeLimit(config.maxObject().value());
        pack.setMaxCommandBytes(MAX_COMMANDS);
        // Old histories have odd modes and authors; neither can do harm here.
        pack.setObjectChecker(
                new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true));
        return pack;
    }

    private UnpackErrorHandler explaining(ReceivePack pack, RequestBody in, UnpackErrorHandler report) {
        return failure -> {
            in.drain();
            pack.sendMessage(explain(failure));
            report.handleUnpackException(failure);
        };
    }

    private String explain(Throwable failure) {
        return switch (failure) {
            case TooLargeObjectInPackException _ ->
                "Refused: a file in this push is larger than " + config.maxObject()
                        + ". Nothing was stored. Take it out of the history (git filter-repo, or git commit --amend if "
                        + "it is in the last commit), keep it outside the repository, and push again.";
            case TooLargePackException _ ->
                "Refused: this push is larger than " + config.maxPack()
                        + " compressed. Nothing was stored. Take large files out of the history, or push it in parts.";
            default -> "Refused: " + PlainText.of(String.valueOf(failure.getMessage()), 300) + " Nothing was stored.";
        };
    }
}
