package dev.slipway.build.builder;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Has images made by the program's own script `make.sh`, at most one process for each builder.
public final class ScriptBuilderMaker implements BuilderMaker, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ScriptBuilderMaker.class.getName());
    private static final Duration TO_CLEAN_UP = Duration.ofSeconds(10);
    /// Who waits hears something at least as often.
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final String PREFIX = "builders: ";

    private final Path script;
    private final Path socket;
    private final String installation;
    private final Duration limit;
    private final Duration silence;
    private final List<BuilderRecipe> recipes;
    private final Map<String, Making> makings = new ConcurrentHashMap<>();
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    /// builders is the directory of the script and of the recipes, socket the engine's; a making that takes longer
    /// than limit is ended. Throws UncheckedIOException where the directory cannot be read.
    public ScriptBuilderMaker(Path builders, Path socket, String installation, Duration limit) {
        this(builders, socket, installation, limit, SILENCE);
    }

    ScriptBuilderMaker(Path builders, Path socket, String installation, Duration limit, Duration silence) {
        this.script = builders.resolve("make.sh");
        this.socket = socket;
        this.installation = installation;
        this.limit = limit;
        this.silence = silence;
        try {
            this.recipes = RecipeFile.all(builders);
        } catch (IOException e) {
            throw new UncheckedIOException("the builders in " + builders + " cannot be read", e);
        }
    }

    @Override
    public List<BuilderRecipe> recipes() {
        return recipes;
    }

    @Override
    public String tag(BuilderRecipe recipe) {
        return "slipway-" + installation + BuilderMaker.tagEnding(recipe.reference());
    }

    @Override
    public void make(BuilderRecipe recipe, Consumer<String> told) throws InterruptedException {
        Making making = makings.computeIfAbsent(recipe.directory(), this::begin);
        if (!making.follow(told, silence)) {
            throw new FailedBuild(
                    FailureReason.BuilderNotMade,
                    "The builder image " + recipe.reference() + " could not be made.",
                    making.evidence());
        }
    }

    private Making begin(String directory) {
        Making making = new Making();
        Thread.ofVirtual().name("make-" + directory).start(() -> {
            boolean made = run(directory, making);
            // First, so that whoever comes after a failure begins anew.
            makings.remove(directory, making);
            making.end(made);
        });
        return making;
    }

    private boolean run(String directory, Making making) {
        try {
            Process process = new ProcessBuilder(script.toString(), "load", socket.toString(), installation, directory)
                    .redirectErrorStream(true)
                    .start();
            processes.put(directory, process);
            process.getOutputStream().close();
            return awaited(process, making);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The builder " + directory + " cannot be made", e);
            making.say(e.getMessage());
            return false;
        } catch (InterruptedException _) {
            return false;
        } finally {
            processes.remove(directory);
        }
    }

    private boolean awaited(Process process, Making making) throws InterruptedException {
        Thread reader = Thread.ofVirtual().start(() -> read(process, making));
        boolean ended = process.waitFor(limit);
        if (!ended) {
            stop(process);
            making.say("It took longer than " + limit.toMinutes() + " minutes and was ended.");
        }
        reader.join(TO_CLEAN_UP);
        return ended && process.exitValue() == 0;
    }

    private static void read(Process process, Making making) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                making.say(line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "what makes a builder is heard no more", e);
        }
    }

    /// The script unmounts and removes what it has begun when it is told to end.
    private static void stop(Process process) throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(TO_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS)) {
            below.forEach(ProcessHandle::destroyForcibly);
            process.waitFor(TO_CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Ends what is being made; who waits for it is told that it failed.
    @Override
    public void close() throws InterruptedException {
        for (Process process : processes.values()) {
            stop(process);
        }
    }
}
