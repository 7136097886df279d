package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.InstallationLabel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An image's configuration in the engine's own words, without what says nothing (null, false, empty), so that two
/// are equal when containers of them behave alike.
record ImageConfig(Map<String, Object> fields) {

    static ImageConfig of(InspectImageResponse image) {
        Map<String, Object> fields = new TreeMap<>();
        ((Map<?, ?>) image.getRawValues().get("Config")).forEach((name, value) -> {
            if (says(value)) {
                fields.put((String) name, value);
            }
        });
        // Names of the container it came from, which mean nothing to those made of it.
        Stream.of("Image", "Hostname", "Domainname").forEach(fields::remove);
        // The engine's default, which the profile spells out and a commit takes over.
        fields.remove("StopSignal", "SIGTERM");
        return new ImageConfig(fields);
    }

    private static boolean says(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    ImageConfig with(ImageConfiguration changes, InstallationLabel label) {
        Map<String, Object> changed = new TreeMap<>(fields);
        put(changed, "Cmd", changes.command());
        put(changed, "Entrypoint", changes.entrypoint());
        put(changed, "User", changes.user());
        put(changed, "Env", changes.environment() == null ? null : entries(changes.environment()));
        put(changed, "Labels", label.on(changes.labels() == null ? labels() : changes.labels()));
        return new ImageConfig(changed);
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value == null) {
            return;
        }
        if (says(value)) {
            fields.put(name, value);
        } else {
            fields.remove(name);
        }
    }

    private static List<String> entries(Map<String, String> environment) {
        // Sorted, so that equal environments make equal images.
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
    }

    List<String> command() {
        return texts("Cmd");
    }

    List<String> environment() {
        return texts("Env");
    }

    String user() {
        return (String) fields.getOrDefault("User", "");
    }

    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        ((Map<?, ?>) fields.getOrDefault("Labels", Map.of()))
                .forEach((name, value) -> labels.put((String) name, (String) value));
        return labels;
    }

    private List<String> texts(String name) {
        return ((List<?>) fields.getOrDefault(name, List.of()))
                .stream().map(String.class::cast).toList();
    }

    static ImageDescription described(InspectImageResponse image) {
        ImageConfig config = of(image);
        Map<String, String> environment = new TreeMap<>();
        for (String entry : config.environment()) {
            int equals = entry.indexOf('=');
            environment.put(equals < 0 ? entry : entry.substring(0, equals), entry.substring(equals + 1));
        }
        return new ImageDescription(
                image.getId(),
                image.getRepoTags() == null ? List.of() : List.copyOf(image.getRepoTags()),
                config.labels(),
                environment,
                config.user(),
                (String) config.fields.getOrDefault("WorkingDir", ""),
                config.texts("Entrypoint"),
                config.command(),
                List.copyOf(((Map<?, ?>) config.fields.getOrDefault("ExposedPorts", Map.of()))
                        .keySet().stream().map(String.class::cast).toList()),
                config.texts("OnBuild"),
                image.getSize());
    }
}
