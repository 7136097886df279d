package dev.slipway.model.build;

import java.util.List;
import java.util.stream.Stream;

/// A check of a new image before it counts, in a container of it that is thrown away, in OpenShift's forms. script
/// runs by `/bin/sh -ic`, with args as its `$1` and so on; command takes the place of the image's entrypoint, with
/// args behind it; args alone are for the image's entrypoint. script and command exclude each other: script is null
/// or command empty.
public record PostCommit(String script, List<String> command, List<String> args) {

    /// null for an empty list. Throws IllegalArgumentException for both script and command.
    public PostCommit {
        command = command == null ? List.of() : List.copyOf(command);
        args = args == null ? List.of() : List.copyOf(args);
        if (script != null && !command.isEmpty()) {
            throw new IllegalArgumentException("has a script or a command, not both");
        }
    }

    /// Whether there is nothing to run.
    public boolean none() {
        return script == null && command.isEmpty() && args.isEmpty();
    }

    /// The container's entrypoint; null where the image's own stays.
    public List<String> entrypoint() {
        if (script != null) {
            return Stream.concat(Stream.of("/bin/sh", "-ic", script, "/bin/sh"), args.stream())
                    .toList();
        }
        return command.isEmpty()
                ? null
                : Stream.concat(command.stream(), args.stream()).toList();
    }

    /// The container's command: what follows the image's own entrypoint, null where there is another one.
    public List<String> words() {
        return entrypoint() == null ? args : null;
    }
}
