package dev.slipway.platform.environment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a process sees in the end, and whose word each value is. Pure.
public record EffectiveEnvironment(Integer release, List<Value> variables) {

    /// value is null where it is a secret; origin is `builder`, `.s2i/environment`, `application` or `platform`.
    public record Value(String name, String value, boolean secret, String origin) {}

    /// The layers in the order in which one hides another; variables are the application's own. Of those, what only
    /// builds see is left out.
    record Layers(
            Map<String, String> builder,
            Map<String, String> source,
            List<Variable> application,
            Map<String, String> platform) {}

    static EffectiveEnvironment of(Integer release, Layers layers) {
        Map<String, Value> values = new TreeMap<>();
        put(values, layers.builder(), "builder");
        put(values, layers.source(), ".s2i/environment");
        layers.application().stream()
                .filter(variable -> !variable.scope().equals("build"))
                .forEach(variable -> values.put(
                        variable.name(),
                        new Value(
                                variable.name(),
                                variable.secret() ? null : variable.value(),
                                variable.secret(),
                                "application")));
        put(values, layers.platform(), "platform");
        return new EffectiveEnvironment(release, List.copyOf(values.values()));
    }

    private static void put(Map<String, Value> values, Map<String, String> layer, String origin) {
        layer.forEach((name, value) -> values.put(name, new Value(name, value, false, origin)));
    }
}
