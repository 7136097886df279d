package dev.slipway.platform.release;

import dev.slipway.model.release.Release;
import dev.slipway.model.release.Release.Variable;
import dev.slipway.platform.application.ProcessAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What differs between two releases, sorted by what it is about. Values of the environment are compared and never
/// shown. Pure.
final class ReleaseDiff {
    private final List<Difference> found = new ArrayList<>();

    private ReleaseDiff() {}

    enum Change {
        ADDED,
        REMOVED,
        CHANGED
    }

    /// One thing that differs. field is a path such as `processes.web.port` or `environment.MODE`. before and
    /// after of a variable are its origin and, for a secret, its version; where both are equal its value changed.
    record Difference(String field, Change change, Object before, Object after) {}

    /// A release with the values of its environment.
    record Opened(Release release, Map<String, String> values) {
        private Map<String, Variable> variables() {
            return release.environment().stream().collect(Collectors.toMap(Variable::name, Function.identity()));
        }
    }

    private record Shown(String origin, Integer secretVersion) {
        static Shown of(Variable variable) {
            return variable == null ? null : new Shown(variable.origin(), variable.secretVersion());
        }
    }

    static List<Difference> between(Opened before, Opened after) {
        ReleaseDiff diff = new ReleaseDiff();
        diff.images(before.release(), after.release());
        diff.processes(
                ProcessAnswer.of(before.release().processes()),
                ProcessAnswer.of(after.release().processes()));
        diff.environment(before, after);
        return List.copyOf(diff.found);
    }

    private void images(Release before, Release after) {
        compare("image", before.imageId(), after.imageId());
        compare("builder", before.builder(), after.builder());
        compare("build", before.build(), after.build());
        compare("commit", before.commit(), after.commit());
        compare("readOnlyRoot", before.readOnlyRoot(), after.readOnlyRoot());
    }

    /// Scale is live and no part of a release.
    private void processes(Map<String, ProcessAnswer> before, Map<String, ProcessAnswer> after) {
        Map<String, Function<ProcessAnswer, Object>> parts = new LinkedHashMap<>();
        parts.put("command", ProcessAnswer::command);
        parts.put("port", ProcessAnswer::port);
        parts.put("resources", ProcessAnswer::resources);
        parts.put("probes", ProcessAnswer::probes);
        for (String name : union(before.keySet(), after.keySet())) {
            parts.forEach((part, of) ->
                    compare("processes." + name + "." + part, part(before.get(name), of), part(after.get(name), of)));
        }
    }

    private static Object part(ProcessAnswer process, Function<ProcessAnswer, Object> of) {
        return process == null ? null : of.apply(process);
    }

    private void environment(Opened before, Opened after) {
        Map<String, Variable> old = before.variables();
        Map<String, Variable> now = after.variables();
        for (String name : union(old.keySet(), now.keySet())) {
            boolean sameValue =
                    Objects.equals(before.values().get(name), after.values().get(name));
            if (!sameValue || !Objects.equals(old.get(name), now.get(name))) {
                add("environment." + name, Shown.of(old.get(name)), Shown.of(now.get(name)));
            }
        }
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> names = new TreeSet<>(one);
        names.addAll(other);
        return names;
    }

    private void compare(String field, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            add(field, before, after);
        }
    }

    private void add(String field, Object before, Object after) {
        Change change = before == null ? Change.ADDED : after == null ? Change.REMOVED : Change.CHANGED;
        found.add(new Difference(field, change, before, after));
    }
}
