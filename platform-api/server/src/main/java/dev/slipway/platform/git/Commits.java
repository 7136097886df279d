package dev.slipway.platform.git;

import dev.slipway.model.build.Commit;
import dev.slipway.model.log.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds commits in the repositories of the applications.
public final class Commits {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");
    private static final int LONGEST_LINE = 300;

    private final Repositories repositories;

    public Commits(Repositories repositories) {
        this.repositories = repositories;
    }

    /// revision is a full hash or the name of a branch or tag, short or full; no other expression of git is read.
    /// The commit's ref is revision as given, the deploy branch's for a hash without a name is up to the caller.
    public Optional<Commit> find(UUID application, String revision) {
        if (!repositories.exists(application)) {
            return Optional.empty();
        }
        try (Repository repository = repositories.open(application);
                RevWalk walk = new RevWalk(repository)) {
            Optional<ObjectId> object = HASH.matcher(revision).matches()
                    ? Optional.of(ObjectId.fromString(revision))
                    : named(new StoredRefs(repository), revision);
            return object.isEmpty()
                    ? Optional.empty()
                    : commit(walk, object.get()).map(found -> of(found, revision));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ObjectId> named(StoredRefs refs, String name) throws IOException {
        for (String prefix : new String[] {"", Constants.R_HEADS, Constants.R_TAGS}) {
            String ref = prefix + name;
            if ((ref.startsWith(Constants.R_HEADS) || ref.startsWith(Constants.R_TAGS))
                    && Repository.isValidRefName(ref)) {
                Optional<ObjectId> tip = refs.tip(ref);
                if (tip.isPresent()) {
                    return tip;
                }
            }
        }
        return Optional.empty();
    }

    /// The commit itself, or the one that a tag names; empty for anything else.
    static Optional<RevCommit> commit(RevWalk walk, ObjectId object) throws IOException {
        try {
            return Optional.of(walk.parseCommit(object));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return Optional.empty();
        }
    }

    static Commit of(RevCommit commit, String ref) {
        PersonIdent author = commit.getAuthorIdent();
        String name = author == null ? "" : author.getName() + " <" + author.getEmailAddress() + ">";
        return new Commit(
                commit.name(),
                PlainText.of(name, LONGEST_LINE),
                PlainText.of(commit.getShortMessage(), LONGEST_LINE),
                ref);
    }
}
