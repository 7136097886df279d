package dev.slipway.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Images the engine holds. References are names with a tag, or image ids (`sha256:...`).
public interface Images {

    Optional<ImageDescription> inspect(String reference);

    /// Makes an image of a stopped container with exactly the given configuration and the given tag, and returns
    /// its id. What is null in the configuration is kept as the container's image had it. environment is the
    /// whole of it: nothing of the build container's own stays (the engine's commit merges it; the adapter
    /// corrects that).
    String commit(String container, ImageConfiguration configuration, String tag);

    void remove(String reference);

    /// Fetches an image from the registry that its reference names, by a tag (or `latest`) or a digest, signed in where
    /// that is given; told hears every ten seconds how far it is. Returns when it is there. Throws EngineException
    /// with the registry's words, or of kind TIMEOUT.
    void pull(String reference, Optional<SignIn> signIn, Duration limit, Consumer<String> told);

    /// Images of this installation that carry all the given labels.
    List<ImageDescription> list(Map<String, String> labels);

    /// registry is the host that references name, with a port where they have one.
    record SignIn(String registry, String username, String password) {
        @Override
        public String toString() {
            return username + "@" + registry;
        }
    }

    /// entrypoint and command are never null here; user is "" for root. exposedPorts are like "8080/tcp".
    record ImageDescription(
            String id,
            List<String> tags,
            Map<String, String> labels,
            Map<String, String> environment,
            String user,
            String workingDirectory,
            List<String> entrypoint,
            List<String> command,
            List<String> exposedPorts,
            List<String> onBuild,
            long bytes) {

        /// What stands in a label as a comma-separated list; empty where there is none.
        public List<String> words(String label) {
            return listed(labels.getOrDefault(label, ""));
        }

        /// The words of a comma-separated list.
        public static List<String> listed(String text) {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    record ImageConfiguration(
            List<String> command,
            List<String> entrypoint,
            String user,
            Map<String, String> environment,
            Map<String, String> labels) {}
}
