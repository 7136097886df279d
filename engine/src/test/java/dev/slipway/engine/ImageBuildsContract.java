package dev.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageBuilds.Recipe;
import dev.slipway.engine.ImageBuilds.Result;
import dev.slipway.engine.Images.ImageDescription;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/// What every engine must do with a Dockerfile.
public abstract class ImageBuildsContract extends EngineScenario {
    private static final String FILE = "deploy/Dockerfile";

    @Test
    void dockerfileBecomesAnImageThatSaysWhoseItIs() {
        Recorder recorder = new Recorder();

        Result result = build(from("RUN " + words(says("made", "", 0))), recorder);

        assertThat(result).isInstanceOf(Result.Built.class);
        ImageDescription image = engine().images().inspect(tag("built")).orElseThrow();
        assertThat(result).isEqualTo(new Result.Built(image.id()));
        assertThat(image.labels()).containsEntry("step", "of").containsEntry("whole", "image");
        assertThat(engine().images().list(Map.of("whole", "image")))
                .extracting(ImageDescription::id)
                .containsExactly(image.id());
        assertThat(recorder.output()).contains("made\n");
        assertThat(engine().containers().list(Map.of())).isEmpty();
    }

    @Test
    void stepThatFailsIsNamedAndLeavesItsContainerWithItsLabels() {
        Result result = build(from("RUN " + words(says("", "", 7))), new Recorder());

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.message()).endsWith("code: 7"));
        assertThat(engine().containers().list(Map.of("step", "of")))
                .singleElement()
                .satisfies(container -> assertThat(container.exitCode()).isEqualTo(7));
        assertThat(engine().images().inspect(tag("built"))).isEmpty();
    }

    @Test
    void dockerfileThatIsNotThereIsRefused() {
        Recipe recipe = recipe("elsewhere/Dockerfile");

        Result result = engine().builds().build(recipe, context(from("")), new Recorder());

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused -> assertThat(refused.message()).contains("elsewhere/Dockerfile"));
    }

    @Test
    void interruptionEndsTheStepThatRuns() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread builder = Thread.ofVirtual().start(() -> {
            try {
                build(from("RUN " + words(waits())), new Recorder());
                end.complete(null);
            } catch (RuntimeException e) {
                end.complete(e);
            }
        });
        await().until(() ->
                engine().containers().list(Map.of("step", "of")).stream().anyMatch(ContainerStatus::running));

        builder.interrupt();

        assertThat(end.get())
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERRUPTED));
        await().until(() -> engine().containers().list(Map.of()).isEmpty());
    }

    @Test
    void contextThatBreaksOffBuildsNothing() {
        InputStream broken = new SequenceInputStream(context(from("")), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });

        assertKind(Kind.FAILED, () -> engine().builds().build(recipe(FILE), broken, new Recorder()));

        assertThat(engine().images().inspect(tag("built"))).isEmpty();
    }

    private Result build(String dockerfile, Recorder recorder) {
        return engine().builds().build(recipe(FILE), context(dockerfile), recorder);
    }

    private Recipe recipe(String file) {
        return new Recipe(
                file,
                null,
                Map.of(),
                Map.of("whole", "image"),
                tag("built"),
                null,
                250,
                256,
                64L << 20,
                16L << 20,
                true);
    }

    private String from(String more) {
        return "FROM " + image() + "\nLABEL step=of " + InstallationLabel.NAME + "=" + installation() + "\n" + more
                + "\n";
    }

    private String installation() {
        String id = create("who", says("", "", 0));
        String installation = status(id).labels().get(InstallationLabel.NAME);
        engine().containers().remove(id);
        return installation;
    }

    private static String words(List<String> command) {
        try {
            return new ObjectMapper().writeValueAsString(command);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream context(String dockerfile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(FILE);
            entry.setSize(bytes(dockerfile).length);
            tar.putArchiveEntry(entry);
            tar.write(bytes(dockerfile));
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
