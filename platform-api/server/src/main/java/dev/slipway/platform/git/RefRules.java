package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.log.PlainText;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// What a push may change. Its objects are read where they arrived, before they are stored.
final class RefRules {
    private static final int LONGEST_LINK = 4096;
    private static final int LONGEST_REF = 255;

    private final GitConfig limits;
    private final String deployRef;

    RefRules(GitConfig limits, String deployRef) {
        this.limits = limits;
        this.deployRef = deployRef;
    }

    /// Why the refs of this push are refused, whatever is in them; empty when they are not.
    Optional<String> refusal(Collection<ReceiveCommand> commands, Map<String, Ref> stored) {
        long created = commands.stream()
                .filter(command -> command.getType() == ReceiveCommand.Type.CREATE)
                .count();
        if (stored.size() + created > limits.maxRefs()) {
            return Optional.of("a repository holds at most " + limits.maxRefs() + " branches and tags");
        }
        return commands.stream().flatMap(command -> refusal(command).stream()).findFirst();
    }

    private Optional<String> refusal(ReceiveCommand command) {
        String name = command.getRefName();
        if (!name.startsWith(Constants.R_HEADS) && !name.startsWith(Constants.R_TAGS)) {
            return Optional.of("only branches and tags are stored");
        }
        if (!fits(name)) {
            return Optional.of("the name of a branch or tag has at most " + LONGEST_REF + " bytes");
        }
        if (name.equals(deployRef) && command.getType() == ReceiveCommand.Type.DELETE) {
            return Optional.of("the deploy branch cannot be deleted");
        }
        return Optional.empty();
    }

    private static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_REF;
    }

    /// Whether a remote's ref may stand in a repository here.
    static boolean isStorable(String name) {
        return Repository.isValidRefName(name) && fits(name);
    }

    /// The files of the commit that the deploy branch shall name. Throws PlatformException for what no build can
    /// take.
    List<Entry> files(RevWalk walk, ObjectId tip) throws IOException {
        RevCommit commit =
                Commits.commit(walk, tip).orElseThrow(() -> invalid("The deploy branch must name a commit."));
        ObjectReader reader = walk.getObjectReader();
        List<Entry> files = TreeFiles.read(limits, reader, commit.getTree());
        for (Entry file : files) {
            if (file.kind() == Kind.LINK) {
                checkLink(reader, file);
            }
        }
        return files;
    }

    private static void checkLink(ObjectReader reader, Entry link) throws IOException {
        String target = link.size() > LONGEST_LINK
                ? ""
                : new String(
                        reader.open(ObjectId.fromString(link.object())).getCachedBytes(LONGEST_LINK),
                        StandardCharsets.UTF_8);
        if (LinkTarget.leaves(link.path(), target)) {
            throw invalid("The symbolic link " + PlainText.of(link.path(), 200) + " points out of the repository, to "
                    + PlainText.of(target, 200) + ".");
        }
    }

    private static PlatformException invalid(String detail) {
        return PlatformException.of(ErrorCode.FIELD_INVALID, detail, "Correct it and push again.");
    }
}
