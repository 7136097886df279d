package dev.slipway.router.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LiveRoutesTest {
    private final LiveRoutes live = new LiveRoutes();

    @Test
    void longestPathWins() {
        live.replace(RouteTable.of(List.of(route("a", "/"), route("a", "/api/v2"), route("a", "/api")), List.of()));

        assertThat(live.find("a", "/api/v2/x").orElseThrow().path()).isEqualTo("/api/v2");
        assertThat(live.find("a", "/api/v20").orElseThrow().path()).isEqualTo("/api");
        assertThat(live.find("a", "/apix").orElseThrow().path()).isEqualTo("/");
        assertThat(live.find("b", "/")).isEmpty();
    }

    @Test
    void nothingIsLoadedBeforeTheFirstTable() {
        assertThat(live.loaded()).isFalse();

        live.replace(RouteTable.empty());

        assertThat(live.loaded()).isTrue();
    }

    @Test
    void oldestOfTwoEqualRoutesStands() {
        RouteTable table =
                RouteTable.of(List.of(route("a", "/"), new RouteEntry("A", "/", List.of(), "crashed")), List.of());

        assertThat(table.routes()).containsExactly(route("a", "/"));
    }

    @Property
    void changesLeadFromAnyTableToAnyOther(@ForAll("tables") RouteTable before, @ForAll("tables") RouteTable after) {
        LiveRoutes routes = new LiveRoutes();
        routes.replace(before);
        routes.apply(after.since(before));

        assertThat(before.with(after.since(before))).isEqualTo(after);
        assertThat(routes.table()).isEqualTo(after);
    }

    @Property
    void replacingForgetsWhatIsNotNamed(@ForAll("tables") RouteTable before, @ForAll("tables") RouteTable after) {
        LiveRoutes routes = new LiveRoutes();
        routes.replace(before);
        routes.replace(after);

        assertThat(routes.table()).isEqualTo(after);
    }

    @Property
    void lookUpEqualsTheDefinition(@ForAll("tables") RouteTable table, @ForAll("paths") String path) {
        LiveRoutes routes = new LiveRoutes();
        routes.replace(table);
        Map<String, Integer> longest = table.routes().stream()
                .filter(route -> route.matches(path))
                .collect(
                        Collectors.toMap(RouteEntry::host, route -> route.path().length(), Math::max));

        for (String host : List.of("a", "b", "c")) {
            assertThat(routes.find(host, path)
                            .map(route -> route.path().length())
                            .orElse(0))
                    .isEqualTo(longest.getOrDefault(host, 0));
        }
    }

    @Provide
    Arbitrary<RouteTable> tables() {
        Arbitrary<String> hosts = Arbitraries.of("a", "b", "c");
        Arbitrary<String> reasons = Arbitraries.of("starting", "stopped");
        return Combinators.combine(hosts, paths(), reasons)
                .as((host, path, reason) -> new RouteEntry(host, path, List.of(), reason))
                .list()
                .ofMaxSize(12)
                .map(routes -> RouteTable.of(routes, List.of("10.208.1.1")));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("x", "y").list().ofMaxSize(3).map(segments -> "/" + String.join("/", segments));
    }

    private static RouteEntry route(String host, String path) {
        return new RouteEntry(host, path, List.of(), "starting");
    }
}
