package dev.slipway.build.dependency;

import dev.slipway.build.cache.BranchKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What decides what is installed: an id of the content of each declared file that the source has, by name, and the
/// variables that the builder allows. Equal identities make equal layers.
public record DependencyIdentity(SortedMap<String, String> contents, SortedMap<String, String> variables) {

    /// As the order of a build tells it, so that nobody has to read the source. told is its contents; open and closed
    /// are as in {@link DependencyInputs#read}. Empty where the order does not tell all of it, without a lock file,
    /// and where one of the files is no plain one.
    public static Optional<DependencyIdentity> told(
            DependencyContract contract,
            Map<String, String> told,
            Map<String, String> open,
            Map<String, String> closed) {
        if (told == null || contract.asked().stream().anyMatch(name -> name.indexOf('/') >= 0)) {
            return Optional.empty();
        }
        SortedMap<String, String> contents = new TreeMap<>(told);
        contents.keySet().retainAll(contract.asked());
        return contents.containsValue("") || contract.locks().stream().noneMatch(contents::containsKey)
                ? Optional.empty()
                : Optional.of(new DependencyIdentity(contents, contract.variables(open, closed)));
    }

    /// The name of the layer that they make on this builder image, for one branch of one application: nobody else's
    /// layer has it. 64 hexadecimal digits.
    public String key(String builderImage, String application, String ref) {
        return digest(builderImage, application, ref, List.of());
    }

    /// The same for all layers of it that differ in nothing but files that may change on top of one another.
    public String line(String builderImage, String application, String ref, List<String> growing) {
        return digest(builderImage, application, ref, growing);
    }

    private String digest(String builderImage, String application, String ref, List<String> without) {
        BranchKey key = new BranchKey(builderImage, application, ref);
        contents.forEach((name, content) -> {
            if (!without.contains(name)) {
                key.and(name).and(content);
            }
        });
        key.and("");
        variables.forEach((name, value) -> key.and(name).and(value));
        return key.text();
    }
}
