package dev.slipway.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.slipway.e2e.Findings.Build;
import dev.slipway.e2e.Findings.Container;
import dev.slipway.e2e.Findings.Image;
import dev.slipway.e2e.Findings.Instance;
import dev.slipway.e2e.Findings.Release;
import dev.slipway.e2e.Findings.Repository;
import dev.slipway.e2e.History.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares what clients were told with what an installation at rest holds. Pure. The numbers of the invariants are
/// those of docs/durability.md.
final class Checker {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");
    private static final Set<String> UNDER_WAY = Set.of("pending", "rolling");
    private static final Pattern REPLACED = Pattern.compile("Replaced by build (\\d+), .*");
    private static final int ATTEMPTS = 3;

    private final List<Push> pushes;
    private final Findings found;
    private final List<String> violations = new ArrayList<>();

    private Checker(History history, Findings found) {
        this.pushes = history.pushes();
        this.found = found;
    }

    /// One sentence for each violation, the invariant's name first; empty when all hold.
    static List<String> violations(History history, Findings found) {
        Checker checker = new Checker(history, found);
        checker.pushesAreKeptAndBuilt();
        checker.effectsAppearOnce();
        checker.runningIsDesired();
        checker.nothingIsLeftOver();
        checker.attemptsExcludeEachOther();
        checker.routedIsReady();
        checker.repositoriesAreSound();
        return checker.violations;
    }

    private void violated(String invariant, String sentence) {
        violations.add(invariant + ": " + sentence);
    }

    private void pushesAreKeptAndBuilt() {
        for (Push push : pushes) {
            Repository repository = found.repositories().get(push.application());
            boolean kept = repository != null && repository.commits().contains(push.commit());
            if (push.acknowledged() && !kept) {
                violated("I1", name(push) + " was acknowledged and is not in the repository");
            }
            boolean tip = kept && repository.commits().getFirst().equals(push.commit());
            if (push.acknowledged() || tip) {
                isBuiltOnce(push);
            } else if (buildsOf(push).size() > 1) {
                violated("I1", name(push) + " has more than one build");
            }
        }
        found.repositories().forEach((application, repository) -> {
            if (repository.journal() != null) {
                violated("I1", application + " has a journal entry without a build: " + repository.journal());
            }
        });
    }

    private void isBuiltOnce(Push push) {
        List<Build> builds = buildsOf(push);
        if (builds.size() != 1) {
            violated("I1", name(push) + " has " + builds.size() + " builds");
            return;
        }
        Build build = builds.getFirst();
        if (!madeOrReplaced(build)) {
            violated("I1", name(push) + ": its build is " + build.state() + " (" + build.message() + ")");
        }
    }

    private List<Build> buildsOf(Push push) {
        return found.builds(push.application()).stream()
                .filter(build -> build.commit().equals(push.commit()))
                .toList();
    }

    /// By a later one that was made, or that was itself replaced by such a one.
    private boolean madeOrReplaced(Build build) {
        Matcher by = REPLACED.matcher(build.message() == null ? "" : build.message());
        return build.state().equals("succeeded")
                || build.state().equals("cancelled")
                        && by.matches()
                        && found.builds(build.application()).stream()
                                .filter(other -> other.number() > build.number())
                                .filter(other -> other.number() == Integer.parseInt(by.group(1)))
                                .anyMatch(this::madeOrReplaced);
    }

    private void effectsAppearOnce() {
        for (Build build : found.builds()) {
            if (!ENDED.contains(build.state())) {
                violated("I2", name(build) + " is " + build.state());
            }
            if (build.epoch() > ATTEMPTS) {
                violated("I2", name(build) + " was claimed " + build.epoch() + " times");
            }
            long releases = found.releases().stream()
                    .filter(release -> madeOf(release, build))
                    .count();
            if (releases != (build.state().equals("succeeded") ? 1 : 0)) {
                violated("I2", name(build) + " is " + build.state() + " and has " + releases + " releases");
            }
            long images = found.images().stream()
                    .filter(image -> image.build().equals(build.id()))
                    .count();
            if (images > 1) {
                violated("I2", name(build) + " has " + images + " images");
            }
        }
        found.releases().forEach(this::isDeployedOnce);
    }

    private static boolean madeOf(Release release, Build build) {
        return release.application().equals(build.application())
                && release.build() != null
                && release.build() == build.number();
    }

    private void isDeployedOnce(Release release) {
        boolean drilled = pushes.stream().anyMatch(push -> push.application().equals(release.application()));
        long deployments = found.deployments().stream()
                .filter(deployment -> deployment.application().equals(release.application())
                        && deployment.release() == release.version())
                .count();
        if (drilled && deployments != 1) {
            violated(
                    "I2",
                    release.application() + " release " + release.version() + " has " + deployments + " deployments");
        }
    }

    private void runningIsDesired() {
        found.deployments().stream()
                .filter(deployment -> UNDER_WAY.contains(deployment.state()))
                .forEach(deployment -> violated(
                        "I4",
                        deployment.application() + " deployment " + deployment.number() + " is " + deployment.state()));
        found.replicas().forEach(this::runs);
    }

    private void runs(String application, int replicas) {
        Optional<Integer> newest = found.releases().stream()
                .filter(release -> release.application().equals(application))
                .map(Release::version)
                .max(Integer::compare);
        if (newest.isEmpty()) {
            return;
        }
        List<Instance> living = found.living(application);
        long ready = living.stream()
                .filter(instance -> instance.ready() && instance.release() == newest.get())
                .count();
        if (ready != replicas || living.size() != replicas) {
            violated(
                    "I4",
                    application + " has " + living.size() + " instances, " + ready + " of them ready with release "
                            + newest.get() + "; desired are " + replicas);
        }
        Set<String> containers = found.containers().stream()
                .filter(Container::running)
                .map(Container::of)
                .collect(toSet());
        living.stream()
                .filter(instance -> !containers.contains(instance.id()))
                .forEach(instance -> violated("I4", application + ": " + instance.id() + " has no running container"));
    }

    private void nothingIsLeftOver() {
        Map<String, List<Instance>> instances = found.instances().stream().collect(groupingBy(Instance::id));
        for (Container container : found.containers()) {
            List<Instance> owner = instances.getOrDefault(container.of(), List.of());
            boolean wanted = container.kind().equals("instance")
                    && owner.stream()
                            .anyMatch(instance -> container.running()
                                    ? instance.lives()
                                    : instance.state().equals("failed"));
            if (!wanted) {
                violated(
                        "I4",
                        "the container " + container.id() + " of " + container.kind() + " " + container.of()
                                + " is left over");
            }
        }
        Set<String> images = found.builds().stream()
                .filter(build -> build.state().equals("succeeded"))
                .map(build -> build.id() + " " + build.image())
                .collect(toSet());
        for (Image image : found.images()) {
            if (!images.contains(image.build() + " " + image.id())) {
                violated("I4", "the image " + image.id() + " of build " + image.build() + " is left over");
            }
        }
        found.networks().stream()
                .filter(network -> !found.networksOfProjects().contains(network))
                .forEach(network -> violated("I4", "the network " + network + " is left over"));
        found.uploads().forEach(upload -> violated("I4", "the upload " + upload + " is left over"));
    }

    private void attemptsExcludeEachOther() {
        for (Build build : found.builds()) {
            List<Integer> attempts = build.attempts();
            boolean rising = attempts.equals(List.copyOf(new TreeSet<>(attempts)));
            if (!rising || attempts.stream().anyMatch(attempt -> attempt > build.epoch())) {
                violated("I5", name(build) + " was claimed " + build.epoch() + " times, its log tells of " + attempts);
            }
        }
    }

    private void routedIsReady() {
        for (String application : found.replicas().keySet()) {
            Set<String> ready = found.living(application).stream()
                    .filter(Instance::ready)
                    .map(Instance::address)
                    .collect(toSet());
            Set<String> routed = found.routed().getOrDefault(application, Set.of());
            if (!routed.equals(ready)) {
                violated("I6", application + " is routed to " + routed + ", ready are " + ready);
            }
        }
    }

    private void repositoriesAreSound() {
        found.repositories().forEach((application, repository) -> {
            repository
                    .complaints()
                    .forEach(complaint -> violated("I9", "fsck of " + application + " says: " + complaint));
            repository.leftovers().forEach(file -> violated("I9", "the repository of " + application + " has " + file));
        });
    }

    private static String name(Push push) {
        return "the push of %.8s to %s".formatted(push.commit(), push.application());
    }

    private static String name(Build build) {
        return "build " + build.number() + " of " + build.application();
    }
}
