package dev.slipway.platform.builder;

import dev.slipway.platform.builder.BuilderStore.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A builder as the interface shows it. made says whether the image of its newest version is there;
/// otherwise the first build that wants it makes it. added says that an administrator added it: then
/// images, version (its ETag) and createdAt are not null, and sample may be there.
public record BuilderAnswer(
        String name,
        List<String> versions,
        String description,
        List<String> tags,
        List<String> detects,
        boolean made,
        boolean added,
        List<AddedImage> images,
        String sample,
        Long version,
        Instant createdAt) {

    /// made says whether the image is on a node; fault is what a node says against it, or null. Both
    /// come some seconds after the builder was added or changed.
    public record AddedImage(String version, String image, boolean made, String fault) {}

    /// Of one name each; added looks up what an administrator added.
    static List<BuilderAnswer> all(List<Version> versions, Function<String, Optional<AddedBuilder>> added) {
        Map<String, List<Version>> byName = versions.stream()
                .collect(Collectors.groupingBy(Version::name, LinkedHashMap::new, Collectors.toList()));
        return byName.values().stream()
                .map(same -> of(
                        same,
                        same.getFirst().added() ? added.apply(same.getFirst().name()) : Optional.empty()))
                .toList();
    }

    private static BuilderAnswer of(List<Version> versions, Optional<AddedBuilder> added) {
        Version first = versions.getFirst();
        return new BuilderAnswer(
                first.name(),
                versions.stream().map(Version::version).toList(),
                first.description(),
                first.tags(),
                first.detects(),
                first.made(),
                first.added(),
                added.map(_ -> versions.stream().map(BuilderAnswer::image).toList())
                        .orElse(null),
                added.map(AddedBuilder::sample).orElse(null),
                added.map(AddedBuilder::version).orElse(null),
                added.map(AddedBuilder::createdAt).orElse(null));
    }

    private static AddedImage image(Version version) {
        return new AddedImage(version.version(), version.image(), version.made(), version.fault());
    }
}
