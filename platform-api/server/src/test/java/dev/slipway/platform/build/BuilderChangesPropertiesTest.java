package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BuilderChangesPropertiesTest {

    @Provide
    static Arbitrary<List<BuilderChange>> changes() {
        Arbitrary<String> image = Arbitraries.of("sha256:a", "sha256:b");
        Arbitrary<Boolean> flag = Arbitraries.of(true, true, false);
        return Combinators.combine(image, image, flag, flag, flag)
                .as((before, now, settled, taken, room) -> change(before, now, settled, !taken, room))
                .list()
                .ofMaxSize(12);
    }

    private static BuilderChange change(String before, String now, boolean settled, boolean taken, boolean room) {
        return new BuilderChange(UUID.randomUUID(), UUID.randomUUID(), "nodejs:24", before, now, settled, taken, room);
    }

    @Property
    void neverMoreThanMayBeUnderWayAndNeverWithoutNeed(
            @ForAll("changes") List<BuilderChange> changes,
            @ForAll @IntRange(max = 5) int underWay,
            @ForAll @IntRange(max = 4) int most) {
        List<BuilderChange> due = BuilderChanges.due(changes, underWay, most);

        assertThat(underWay + due.size()).isLessThanOrEqualTo(Math.max(underWay, most));
        assertThat(due)
                .allMatch(change -> change.settled() && change.room() && !change.taken())
                .noneMatch(change -> change.present().equals(change.builtWith()));
    }

    @Property
    void whatIsNeededIsTakenInTheOrderThatIsGivenAsFarAsThereIsRoom(
            @ForAll("changes") List<BuilderChange> changes, @ForAll @IntRange(max = 4) int most) {
        List<BuilderChange> all = changes.stream()
                .filter(change -> change.settled() && change.room() && !change.taken())
                .filter(change -> !change.present().equals(change.builtWith()))
                .toList();

        assertThat(BuilderChanges.due(changes, 0, most)).isEqualTo(all.subList(0, Math.min(most, all.size())));
    }

    @Test
    void theCauseNamesTheBuilderAndBothImagesBriefly() {
        assertThat(change("sha256:0123456789abcdef", "sha256:b", true, false, true)
                        .cause())
                .isEqualTo("builder image changed: nodejs:24 sha256:0123456789ab… -> sha256:b");
    }
}
