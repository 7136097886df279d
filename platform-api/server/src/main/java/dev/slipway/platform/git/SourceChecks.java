package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.BuilderDetection;
import dev.slipway.model.source.BuilderDetection.Detected;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceTree;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Looks at a repository before anything is created: one commit of it without its history, which is thrown away.
public final class SourceChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SourceConfig config;
    private final GitConfig limits;
    private final Repositories scratch;
    private final BuilderDetection detection;
    private final Slots slots;

    SourceChecks(SourceConfig config, GitConfig limits, Repositories scratch, BuilderDetection detection) {
        this.config = config;
        this.limits = limits;
        this.scratch = scratch;
        this.detection = detection;
        this.slots = new Slots(config.checks(), PATIENCE);
    }

    /// defaultBranch and commit are null where the remote names none.
    public record Finding(String defaultBranch, String commit, Detected detected) {}

    /// What is looked at: ref null means where the remote's HEAD is; submodules is whether builds fetch them.
    public record Asked(GitUrl url, GitRef ref, String contextDir, boolean submodules) {}

    /// Throws FailedBuild, and UNAVAILABLE when too many look at a time.
    public Finding check(Asked asked, SourceAccess access) throws InterruptedException {
        try (Slots.Slot _ = slots.take();
                Quarantine place = new Quarantine(scratch, bounds(), (Path) null)) {
            Remote.Visit visit = new Remote(config, limits.maxRefs(), asked.url(), access)
                    .visit(
                            place.repository(),
                            Set.of(),
                            1,
                            config.checkTimeout(),
                            advertised -> tip(advertised, asked.ref()).stream().toList());
            Remote.Advertised advertised = visit.advertised();
            Optional<Ref> tip = tip(advertised, asked.ref());
            return tip.isEmpty()
                    ? unseen(advertised, asked.ref())
                    : seen(advertised, place, tip.get().getObjectId(), asked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BoundedRepository.Limits bounds() {
        return new BoundedRepository.Limits(config.maxPack(), limits.maxObject(), BoundedRepository.MOST_OBJECTS);
    }

    /// Empty for a commit that no branch or tag names: without the history nobody can say whether it is there.
    private static Optional<Ref> tip(Remote.Advertised advertised, GitRef ref) {
        String wanted = ref == null ? Mirrors.head(advertised) : ref.name();
        List<String> names = List.of(wanted, Constants.R_HEADS + wanted, Constants.R_TAGS + wanted);
        for (String name : names) {
            for (Ref one : advertised.refs()) {
                if (one.getName().equals(name) || one.getObjectId().name().equals(name)) {
                    return Optional.of(one);
                }
            }
        }
        if (ref == null || !ref.isHash()) {
            throw new FailedBuild(
                    FailureReason.SourceRefNotFound,
                    "The repository has no branch or tag " + wanted + ".",
                    Mirrors.branches(advertised));
        }
        return Optional.empty();
    }

    private static Finding unseen(Remote.Advertised advertised, GitRef ref) {
        return new Finding(
                Mirrors.shortBranch(advertised),
                ref.name(),
                new Detected(
                        null,
                        null,
                        List.of("No branch or tag names this commit; whether it is there shows in the build.")));
    }

    private Finding seen(Remote.Advertised advertised, Quarantine place, ObjectId tip, Asked asked) throws IOException {
        ObjectId commit = commit(place, tip);
        place.repository().incrementOpen();
        try (SourceTree tree =
                JgitSourceTrees.tree(limits, place.repository(), commit).orElseThrow()) {
            Detected detected = detection.detect(tree, asked.contextDir());
            List<String> warnings = new ArrayList<>(detected.warnings());
            warnings.addAll(asked.submodules() ? fetched(place, commit, asked.url()) : SubmoduleWarnings.left(tree));
            return new Finding(
                    Mirrors.shortBranch(advertised),
                    commit.name(),
                    new Detected(detected.builder(), detected.decidingFile(), List.copyOf(warnings)));
        } catch (PlatformException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, e.detail());
        }
    }

    private List<String> fetched(Quarantine place, ObjectId commit, GitUrl url) throws IOException {
        place.repository().incrementOpen();
        try (CommitPlaces.Found found =
                CommitPlaces.in(place.repository(), commit).orElseThrow()) {
            return SubmoduleWarnings.fetched(limits, found, url);
        }
    }

    /// Tags may name other things as well.
    private static ObjectId commit(Quarantine place, ObjectId tip) throws IOException {
        try (RevWalk walk = new RevWalk(place.repository())) {
            return Commits.commit(walk, tip)
                    .map(RevCommit::getId)
                    .orElseThrow(() -> new FailedBuild(FailureReason.SourceRefNotFound, "The tag names no commit."));
        }
    }
}
