import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Runs programs of this machine in a directory, with variables added to the environment.
record Command(Path directory, Map<String, String> environment) {

    static Command in(Path directory) {
        return new Command(directory, Map.of());
    }

    /// What it wrote to its standard output, stripped. Throws IllegalStateException unless it ended with 0.
    String run(String... words) {
        Process process = start(Redirect.PIPE, Redirect.INHERIT, words);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with " + process.exitValue());
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Lets it run beside us.
    Process start(Redirect output, Redirect error, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectOutput(output)
                .redirectError(error);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
