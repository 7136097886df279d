package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The labels of a built image: those of the image it stands on, then generated ones, then those that assemble
/// asked for, and ours, which nobody can change.
final class ImageLabels {
    private static final String PREFIX = "io.openshift.build.";
    private static final String OWN = "dev.slipway.";
    private static final int SUBJECT = 80;
    private static final int LARGEST = 10_240;

    private ImageLabels() {}

    /// Throws FailedBuild InvalidImageMetadata above 10,240 bytes of names and values.
    static Map<String, String> of(BuildOrder order, Base base, Map<String, String> asked, BuildNames names) {
        Map<String, String> labels = new LinkedHashMap<>(base.image().labels());
        generate(labels, order, names);
        asked.forEach((name, value) -> {
            if (!name.startsWith(OWN)) {
                labels.put(name, value);
            }
        });
        // All of the build container's: the engine keeps them at a commit, and an exact match needs no second one.
        labels.putAll(names.containerLabels(order));
        checkSize(labels);
        return labels;
    }

    /// Those that go on top of what an image has by itself.
    static Map<String, String> generated(BuildOrder order, BuildNames names) {
        Map<String, String> labels = new LinkedHashMap<>();
        generate(labels, order, names);
        labels.putAll(names.containerLabels(order));
        return labels;
    }

    private static void generate(Map<String, String> labels, BuildOrder order, BuildNames names) {
        put(labels, "io.k8s.display-name", names.tag(order));
        put(labels, PREFIX + "commit.author", order.commit().author());
        put(labels, PREFIX + "commit.id", order.commit().id());
        put(labels, PREFIX + "commit.ref", order.commit().ref());
        put(labels, PREFIX + "commit.message", subject(order.commit().message()));
        put(labels, PREFIX + "source-location", order.sourceLocation());
        put(labels, PREFIX + "source-context-dir", order.contextDir());
        put(labels, PREFIX + "image", order.builder());
    }

    private static void put(Map<String, String> labels, String name, String value) {
        if (value != null && !value.isEmpty()) {
            labels.put(name, value);
        }
    }

    private static String subject(String message) {
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.length() > SUBJECT ? first.substring(0, SUBJECT) : first;
    }

    private static void checkSize(Map<String, String> labels) {
        long size = labels.entrySet().stream()
                .mapToLong(label -> bytes(label.getKey()) + bytes(label.getValue()))
                .sum();
        if (size > LARGEST) {
            throw ImageMetadata.invalid(
                    "the image's labels have " + size + " bytes in all, at most 10,240 are allowed");
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
