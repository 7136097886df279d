package dev.slipway.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Resources SMALL = resources(100, 64);

    @Test
    void fullerNodeIsPreferredSoThatLargeRequestsKeepFindingRoom() {
        assertThat(Placement.of(
                        List.of(node("n1").build(), node("n2").taken(2000, 512).build()), SMALL))
                .isEqualTo(new Placement.Chosen("n2"));
    }

    @Test
    void nodeWithFewerTwinsIsPreferredToAFullerOne() {
        assertThat(Placement.of(
                        List.of(
                                node("n1").build(),
                                node("n2").taken(2000, 512).twins(1).build()),
                        SMALL))
                .isEqualTo(new Placement.Chosen("n1"));
    }

    @Test
    void equalNodesAreTakenByName() {
        assertThat(Placement.of(List.of(node("n2").build(), node("n1").build()), SMALL))
                .isEqualTo(new Placement.Chosen("n1"));
    }

    @Test
    void exactFitIsFeasible() {
        assertThat(Placement.of(List.of(node("n1").taken(3900, 960).build()), SMALL))
                .isEqualTo(new Placement.Chosen("n1"));
    }

    @Test
    void nodeThatIsIllOrLacksTheImageIsPassedOver() {
        Placement placement = Placement.of(
                List.of(
                        node("n1").unfit("Its disk is 91 % full.").build(),
                        node("n2").withoutImage().build()),
                SMALL);

        assertThat(placement)
                .isInstanceOfSatisfying(
                        Placement.Refused.class,
                        refused -> assertThat(refused.why())
                                .isEqualTo("No node has room: n1 takes nothing new: Its disk is 91 % full.; "
                                        + "n2 does not have the image of the release."));
        assertThat(Placement.of(
                        List.of(node("n1").withoutImage().build(), node("n2").build()), SMALL))
                .isEqualTo(new Placement.Chosen("n2"));
    }

    @Test
    void everyVetoSaysWhy() {
        Placement placement = Placement.of(
                List.of(
                        node("n1").lost().build(),
                        node("n2").cordoned().build(),
                        node("n3").taken(4000, 0).build()),
                SMALL);

        assertThat(placement)
                .isInstanceOfSatisfying(
                        Placement.Refused.class,
                        refused -> assertThat(refused.why())
                                .isEqualTo(
                                        "No node has room: n1 is lost; n2 is cordoned; n3 has no cpu free, 100m is requested."));
    }

    @Test
    void manyVetoesAreCounted() {
        List<Candidate> full = IntStream.range(0, 9)
                .mapToObj(number -> node("n" + number).taken(0, 1000).build())
                .toList();

        assertThat(Placement.of(full, SMALL))
                .isInstanceOfSatisfying(
                        Placement.Refused.class,
                        refused -> assertThat(refused.why())
                                .isEqualTo("None of 9 nodes has room: 9 without enough free memory."));
    }

    @Test
    void noNodeAtAllIsSaidSo() {
        assertThat(Placement.of(List.of(), SMALL))
                .isInstanceOfSatisfying(
                        Placement.Refused.class,
                        refused -> assertThat(refused.why()).isEqualTo("No node has joined yet."));
    }

    @Test
    void scoreGoesFromNoughtOnAnEmptyNodeToEighteenOnAFullOne() {
        Candidate empty = node("n1").build();

        assertThat(BinPacking.score(empty, resources(1, 1))).isCloseTo(0, within(0.1));
        assertThat(BinPacking.score(empty, resources(4000, 1024))).isEqualTo(18);
    }

    private static Resources resources(int millis, long mebibytes) {
        return new Resources(new Cpu(millis), new Bytes(mebibytes << 20));
    }

    private static Node node(String name) {
        return new Node(name, true, false, 0, 0, 0, null, true);
    }

    /// A node of 4 cpu and 1 Gi.
    private record Node(
            String name,
            boolean ready,
            boolean isCordoned,
            int millis,
            long mebibytes,
            int twinCount,
            String unfit,
            boolean image) {
        Node lost() {
            return new Node(name, false, isCordoned, millis, mebibytes, twinCount, unfit, image);
        }

        Node cordoned() {
            return new Node(name, ready, true, millis, mebibytes, twinCount, unfit, image);
        }

        Node taken(int cpuMillis, long memoryMebibytes) {
            return new Node(name, ready, isCordoned, cpuMillis, memoryMebibytes, twinCount, unfit, image);
        }

        Node twins(int count) {
            return new Node(name, ready, isCordoned, millis, mebibytes, count, unfit, image);
        }

        Node unfit(String why) {
            return new Node(name, ready, isCordoned, millis, mebibytes, twinCount, why, image);
        }

        Node withoutImage() {
            return new Node(name, ready, isCordoned, millis, mebibytes, twinCount, unfit, false);
        }

        Candidate build() {
            return new Candidate(
                    name,
                    ready,
                    isCordoned,
                    resources(4000, 1024),
                    millis,
                    mebibytes << 20,
                    twinCount,
                    twinCount,
                    unfit,
                    image);
        }
    }
}
