package dev.slipway.router.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RouteEntryTest {

    @Test
    void pathsMatchOnSegmentBoundaries() {
        assertThat(route("/foo").matches("/foo")).isTrue();
        assertThat(route("/foo").matches("/foo/")).isTrue();
        assertThat(route("/foo").matches("/foo/bar")).isTrue();
        assertThat(route("/foo").matches("/foobar")).isFalse();
        assertThat(route("/foo/").matches("/foo")).isFalse();
        assertThat(route("/foo/").matches("/foo/x")).isTrue();
        assertThat(route("/").matches("/anything")).isTrue();
    }

    @Test
    void hostIsKeptInLowerCaseAndPathDefaultsToTheRoot() {
        RouteEntry route = new RouteEntry("Shop.Apps.Localhost", "", List.of(), null);

        assertThat(route.key()).isEqualTo(new RouteKey("shop.apps.localhost", "/"));
        assertThat(route.reason()).isEqualTo("no-ready-instance");
    }

    @Test
    void weightsShareTheRequests() {
        RouteEntry route = route(target(75, 1, 2), target(25, 3), target(0, 4));
        Map<Endpoint, Integer> counts = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            counts.merge(route.choose(random, List.of()).orElseThrow(), 1, Integer::sum);
        }

        assertThat(counts).doesNotContainKey(endpoint(4));
        assertThat(counts.get(endpoint(3))).isBetween(2_300, 2_700);
        assertThat(counts.get(endpoint(1))).isBetween(3_500, 4_000);
        assertThat(counts.get(endpoint(2))).isBetween(3_500, 4_000);
    }

    @Test
    void targetWithoutEndpointsLendsItsShare() {
        RouteEntry route = route(target(100), target(1, 5));

        assertThat(route.choose(new Random(1), List.of())).contains(endpoint(5));
    }

    @Test
    void endpointsAreReadWithPortsAndBrackets() {
        assertThat(Endpoint.parse("10.208.0.4:8080")).isEqualTo(new Endpoint("10.208.0.4", 8080));
        assertThat(Endpoint.parse("[fd00::4]:80")).isEqualTo(new Endpoint("fd00::4", 80));
        assertThat(new Endpoint("fd00::4", 80)).hasToString("[fd00::4]:80");
    }

    @Property
    void everyEndpointIsTriedOnceBeforeNoneIsLeft(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 4) Integer> sizes, @ForAll long seed) {
        int[] next = {1};
        List<RouteEntry.Target> targets = sizes.stream()
                .map(size ->
                        target(10, IntStream.range(0, size).map(_ -> next[0]++).toArray()))
                .toList();
        RouteEntry route = new RouteEntry("h", "/", targets, "starting");
        Random random = new Random(seed);
        Set<Endpoint> tried = new HashSet<>();

        for (var chosen = route.choose(random, tried); chosen.isPresent(); chosen = route.choose(random, tried)) {
            assertThat(tried.add(chosen.get())).isTrue();
        }

        assertThat(tried).hasSize(next[0] - 1);
    }

    private static RouteEntry route(String path) {
        return new RouteEntry("h", path, List.of(), "starting");
    }

    private static RouteEntry route(RouteEntry.Target... targets) {
        return new RouteEntry("h", "/", List.of(targets), "starting");
    }

    private static RouteEntry.Target target(int weight, int... numbers) {
        return new RouteEntry.Target(
                weight, IntStream.of(numbers).mapToObj(RouteEntryTest::endpoint).toList());
    }

    private static Endpoint endpoint(int number) {
        return new Endpoint("10.0.0." + number, 8080);
    }
}
