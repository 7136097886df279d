package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Findings.Build;
import dev.slipway.e2e.Findings.Container;
import dev.slipway.e2e.Findings.Deployment;
import dev.slipway.e2e.Findings.Image;
import dev.slipway.e2e.Findings.Instance;
import dev.slipway.e2e.Findings.Release;
import dev.slipway.e2e.Findings.Repository;
import dev.slipway.e2e.History.Push;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final String APPLICATION = "drill/one";
    private static final Repository SOUND = new Repository(List.of("c2", "c1"), null, List.of(), List.of());

    private History history = pushed("c1", true, "c2", true);
    private List<Build> builds = List.of(build(1, "c1"), build(2, "c2"));
    private List<Release> releases =
            List.of(new Release(APPLICATION, 1, 1, "image1"), new Release(APPLICATION, 2, 2, "image2"));
    private List<Deployment> deployments =
            List.of(new Deployment(APPLICATION, 1, 1, "succeeded"), new Deployment(APPLICATION, 2, 2, "succeeded"));
    private List<Instance> instances = List.of(new Instance("i2", APPLICATION, 2, "running", true, "10.0.0.2:8080"));
    private List<Container> containers = List.of(new Container("k2", "instance", "i2", true));
    private List<Image> images = List.of(new Image("image1", "b1"), new Image("image2", "b2"));
    private Set<String> networks = Set.of("p1");
    private Repository repository = SOUND;
    private List<String> uploads = List.of();
    private Set<String> routed = Set.of("10.0.0.2:8080");

    @Test
    void aSoundWorldHasNoViolations() {
        assertThat(check()).isEmpty();
    }

    @Test
    void anAcknowledgedCommitThatIsGoneIsSeen() {
        repository = new Repository(List.of("c1"), null, List.of(), List.of());

        assertThat(check()).singleElement().asString().startsWith("I1").contains("c2", "not in the repository");
    }

    @Test
    void aCommitNobodyWasToldOfMayBeGoneWithItsBuild() {
        history = pushed("c1", true, "c2", true, "c3", false);

        assertThat(check()).isEmpty();
    }

    @Test
    void aStoredTipNeedsItsBuildEvenIfThePusherWasNotAnswered() {
        history = pushed("c1", true, "c2", true, "c3", false);
        repository = new Repository(List.of("c3", "c2", "c1"), null, List.of(), List.of());

        assertThat(check()).singleElement().asString().startsWith("I1").contains("c3", "0 builds");
    }

    @Test
    void aCommitBuiltTwiceIsSeen() {
        builds = List.of(build(1, "c1"), build(2, "c2"), build(3, "c2"));

        assertThat(check()).anyMatch(it -> it.startsWith("I1") && it.contains("2 builds"));
    }

    @Test
    void aFailedBuildIsALostPushAndAReplacedOneIsNot() {
        builds = List.of(ended(1, "c1", "failed", "its node went away"), build(2, "c2"));
        assertThat(check()).anyMatch(it -> it.startsWith("I1") && it.contains("failed"));

        builds = List.of(ended(1, "c1", "cancelled", "Replaced by build 2, which was pushed later."), build(2, "c2"));
        releases = List.of(new Release(APPLICATION, 2, 2, "image2"));
        deployments = List.of(new Deployment(APPLICATION, 2, 2, "succeeded"));
        images = List.of(new Image("image2", "b2"));
        assertThat(check()).isEmpty();

        builds = List.of(ended(1, "c1", "cancelled", "Replaced by build 7, which was pushed later."), build(2, "c2"));
        assertThat(check()).anyMatch(it -> it.startsWith("I1"));
    }

    @Test
    void whoReplacesMayBeReplacedAsLongAsTheLastOneIsMade() {
        history = pushed("c0", true, "c1", true, "c2", true);
        repository = new Repository(List.of("c2", "c1", "c0"), null, List.of(), List.of());
        releases = List.of(new Release(APPLICATION, 3, 3, "image3"));
        deployments = List.of(new Deployment(APPLICATION, 1, 3, "succeeded"));
        images = List.of(new Image("image3", "b3"));
        instances = List.of(new Instance("i2", APPLICATION, 3, "running", true, "10.0.0.2:8080"));
        Build first = ended(1, "c0", "cancelled", "Replaced by build 2, which was pushed later.");
        Build second = ended(2, "c1", "cancelled", "Replaced by build 3, which was pushed later.");

        builds = List.of(first, second, build(3, "c2"));
        assertThat(check()).isEmpty();

        builds = List.of(first, ended(2, "c1", "cancelled", "Cancelled."), build(3, "c2"));
        assertThat(check()).hasSize(2).allMatch(it -> it.startsWith("I1"));
    }

    @Test
    void aJournalEntryWithoutABuildIsSeen() {
        repository = new Repository(SOUND.commits(), "c2", List.of(), List.of());

        assertThat(check()).singleElement().asString().startsWith("I1").contains("journal");
    }

    @Test
    void aSecondReleaseAFourthAttemptOrASecondImageIsSeen() {
        releases = List.of(releases.get(0), releases.get(1), new Release(APPLICATION, 3, 2, "image2"));
        assertThat(check()).anyMatch(it -> it.startsWith("I2") && it.contains("2 releases"));

        builds = List.of(
                build(1, "c1"), new Build("b2", APPLICATION, 2, "c2", "succeeded", null, 4, "image2", List.of(1)));
        images = List.of(new Image("image1", "b1"), new Image("image2", "b2"), new Image("image3", "b2"));
        assertThat(check())
                .anyMatch(it -> it.startsWith("I2") && it.contains("4 times"))
                .anyMatch(it -> it.startsWith("I2") && it.contains("2 images"))
                .anyMatch(it -> it.startsWith("I4") && it.contains("image3"));
    }

    @Test
    void aBuildWithoutReleaseOrDeploymentIsSeen() {
        deployments = List.of(deployments.get(0));
        assertThat(check()).singleElement().asString().startsWith("I2").contains("0 deployments");

        releases = List.of(releases.get(0));
        assertThat(check()).anyMatch(it -> it.startsWith("I2") && it.contains("0 releases"));
    }

    @Test
    void tooFewOrOldInstancesAreSeen() {
        instances = List.of(new Instance("i1", APPLICATION, 1, "running", true, "10.0.0.2:8080"));
        containers = List.of(new Container("k1", "instance", "i1", true));
        assertThat(check()).singleElement().asString().startsWith("I4").contains("0 of them ready with release 2");

        instances = List.of();
        containers = List.of();
        routed = Set.of();
        assertThat(check()).singleElement().asString().startsWith("I4");
    }

    @Test
    void anInstanceWhoseContainerIsGoneIsSeen() {
        containers = List.of();

        assertThat(check()).singleElement().asString().startsWith("I4").contains("no running container");
    }

    @Test
    void whatIsLeftOverIsSeen() {
        containers = List.of(
                containers.getFirst(),
                new Container("k9", "build", "b2", false),
                new Container("k8", "instance", "i1", true));
        networks = Set.of("p1", "p2");
        uploads = List.of(".incoming/x");

        assertThat(check()).hasSize(4).allMatch(it -> it.startsWith("I4") && it.contains("left over"));
    }

    @Test
    void theLastFailedContainerIsKeptForItsLog() {
        instances = List.of(instances.getFirst(), new Instance("i1", APPLICATION, 1, "failed", false, null));
        containers = List.of(containers.getFirst(), new Container("k1", "instance", "i1", false));

        assertThat(check()).isEmpty();
    }

    @Test
    void twoHoldersOfOneEpochAreSeen() {
        builds = List.of(
                build(1, "c1"),
                new Build("b2", APPLICATION, 2, "c2", "succeeded", null, 2, "image2", List.of(1, 2, 2)));
        assertThat(check()).singleElement().asString().startsWith("I5");

        builds = List.of(
                build(1, "c1"), new Build("b2", APPLICATION, 2, "c2", "succeeded", null, 1, "image2", List.of(1, 2)));
        assertThat(check()).singleElement().asString().startsWith("I5");
    }

    @Test
    void aRouteToWhatIsNotReadyIsSeen() {
        routed = Set.of("10.0.0.2:8080", "10.0.0.9:8080");

        assertThat(check()).singleElement().asString().startsWith("I6");
    }

    @Test
    void aDamagedRepositoryIsSeen() {
        repository = new Repository(SOUND.commits(), null, List.of("missing blob 12"), List.of("pack-1.pack"));

        assertThat(check()).hasSize(2).allMatch(it -> it.startsWith("I9"));
    }

    private List<String> check() {
        return Checker.violations(
                history,
                new Findings(
                        builds,
                        releases,
                        deployments,
                        instances,
                        Map.of(APPLICATION, 1),
                        containers,
                        images,
                        networks,
                        Set.of("p1"),
                        Map.of(APPLICATION, repository),
                        uploads,
                        Map.of(APPLICATION, routed)));
    }

    private static History pushed(Object... commitsAndAnswers) {
        History history = new History();
        for (int i = 0; i < commitsAndAnswers.length; i += 2) {
            history.add(new Push(APPLICATION, (String) commitsAndAnswers[i], Instant.EPOCH, Instant.EPOCH, (boolean)
                    commitsAndAnswers[i + 1]));
        }
        return history;
    }

    private static Build build(int number, String commit) {
        return new Build("b" + number, APPLICATION, number, commit, "succeeded", null, 1, "image" + number, List.of(1));
    }

    private static Build ended(int number, String commit, String state, String message) {
        return new Build("b" + number, APPLICATION, number, commit, state, message, 1, null, List.of(1));
    }
}
