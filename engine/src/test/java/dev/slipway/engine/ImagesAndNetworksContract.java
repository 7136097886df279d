package dev.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer.Made;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Networks.NetworkSpec;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every engine must do with images and networks.
public abstract class ImagesAndNetworksContract extends ImageBuildsContract {

    @Test
    void imageThatNoRegistryHasCannotBePulled() {
        assertKind(
                Kind.FAILED,
                () -> engine().images()
                        .pull("127.0.0.1:1/nobody/has:1", Optional.empty(), Duration.ofMinutes(1), _ -> {}));
    }

    @Test
    void committedImageHasExactlyTheConfiguration() {
        String id = engine().containers()
                .create(Specs.withEnvironment(
                        Specs.labelled(
                                Specs.spec(name("build"), image(), writes("/work/made", "yes")), Map.of("a", "b")),
                        Map.of("BUILD_ONLY", "secret", "KEPT", "old")));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        ImageDescription before = engine().images().inspect(image()).orElseThrow();

        String made = engine().images()
                .commit(
                        id,
                        new ImageConfiguration(
                                List.of("/libexec/run"),
                                List.of(),
                                "1001",
                                Map.of("KEPT", "new", "ADDED", "a=b"),
                                Map.of("version", "7")),
                        tag("made"));

        ImageDescription image = engine().images().inspect(tag("made")).orElseThrow();
        assertThat(image.id()).isEqualTo(made);
        assertThat(image.environment()).containsOnly(Map.entry("KEPT", "new"), Map.entry("ADDED", "a=b"));
        assertThat(image.labels()).containsOnlyKeys("version", InstallationLabel.NAME);
        assertThat(image.command()).containsExactly("/libexec/run");
        assertThat(image.entrypoint()).isEmpty();
        assertThat(image.user()).isEqualTo("1001");
        assertThat(image.workingDirectory()).isEqualTo(before.workingDirectory());
        assertThat(image.exposedPorts()).isEqualTo(before.exposedPorts());
        assertThat(engine().images().list(Map.of()))
                .extracting(ImageDescription::id)
                .containsExactly(made);
    }

    @Test
    void committedImageKeepsWhatIsNotAskedForAndWhatWasWritten() {
        String id = create("build", writes("/work/made", "yes"));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        ImageDescription before = engine().images().inspect(image()).orElseThrow();

        engine().images().commit(id, new ImageConfiguration(null, null, null, null, null), tag("same"));

        ImageDescription image = engine().images().inspect(tag("same")).orElseThrow();
        assertThat(image.environment()).isEqualTo(before.environment());
        assertThat(image.command()).isEqualTo(before.command());
        assertThat(image.user()).isEqualTo(before.user());
        assertThat(image.labels()).containsAllEntriesOf(before.labels()).containsKey(InstallationLabel.NAME);
        String copy = engine().containers().create(Specs.spec(name("copy"), tag("same"), says("", "", 0)));
        assertThat(engine().files().read(copy, "/work/made", 100)).get().isEqualTo(bytes("yes"));
    }

    @Test
    void imagesAreRemovedOnlyByTheirInstallation() {
        String id = create("build", says("", "", 0));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        String made = engine().images().commit(id, new ImageConfiguration(null, null, null, null, null), tag("gone"));

        assertKind(Kind.NOT_FOUND, () -> stranger().images().remove(made));
        engine().images().remove(tag("gone"));
        engine().images().remove(tag("gone"));

        assertThat(engine().images().inspect(made)).isEmpty();
        assertThat(engine().images().list(Map.of())).isEmpty();
    }

    @Test
    void savedImageComesBackUnderItsId() {
        String id = create("build", writes("/work/made", "yes"));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        String made = engine().images().commit(id, new ImageConfiguration(null, null, null, null, null), tag("kept"));
        ImageDescription before = engine().images().inspect(made).orElseThrow();

        SavedImage saved = SavedImage.of(engine(), made);
        engine().images().remove(made);
        engine().transfer().load(saved, tag("kept"));
        engine().transfer().load(saved, tag("kept"));

        assertThat(saved.id()).isEqualTo(made);
        assertThat(engine().images().inspect(made)).contains(before);
        String copy = engine().containers().create(Specs.spec(name("copy"), made, says("", "", 0)));
        assertThat(engine().files().read(copy, "/work/made", 100)).get().isEqualTo(bytes("yes"));
    }

    @Test
    void layersThatAreNotWantedAreNotNeededToSave() {
        String id = create("build", writes("/work/made", "yes"));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        String made = engine().images().commit(id, new ImageConfiguration(null, null, null, null, null), tag("base"));

        Made lean = engine().transfer().save(made, _ -> false, InputStream::readAllBytes);

        assertThat(lean.configuration()).isEqualTo(SavedImage.of(engine(), made).configuration());
        assertKind(Kind.IMAGE_MISSING, () -> SavedImage.of(engine(), "sha256:" + "f".repeat(64)));
    }

    @Test
    void imageWhoseLayersAreOthersIsNotLoaded() {
        String id = create("build", writes("/work/made", "yes"));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        String made = engine().images().commit(id, new ImageConfiguration(null, null, null, null, null), tag("torn"));
        SavedImage torn = SavedImage.of(engine(), made).withTopLayer(bytes("not a tar"));
        engine().images().remove(made);

        assertKind(Kind.FAILED, () -> engine().transfer().load(torn, tag("torn")));
        assertThat(engine().images().inspect(made)).isEmpty();
    }

    @Test
    void networkIsMadeOnceAndItsContainersHaveAddresses() {
        NetworkSpec network = new NetworkSpec(name("net"), bridge(1), "10.208.77.0/24");
        engine().networks().ensure(network);
        engine().networks().ensure(network);
        String id = engine().containers().create(Specs.on(Specs.spec(name("in"), image(), waits()), network.name()));
        engine().containers().start(id);

        assertThat(engine().networks().list()).containsExactly(network);
        assertThat(stranger().networks().list()).isEmpty();
        assertThat(status(id).address()).startsWith("10.208.77.");
        assertKind(Kind.CONFLICT, () -> engine().networks().remove(network.name()));

        engine().containers().remove(id);
        engine().networks().remove(network.name());
        engine().networks().remove(network.name());
        assertThat(engine().networks().list()).isEmpty();
    }

    @Test
    void containerJoinsTheNetworkOfAnotherThatRuns() {
        NetworkSpec network = new NetworkSpec(name("joined"), bridge(3), "10.208.76.0/24");
        engine().networks().ensure(network);
        String first =
                engine().containers().create(Specs.on(Specs.spec(name("first"), image(), waits()), network.name()));
        engine().containers().start(first);
        String joins = engine().containers()
                .create(Specs.spec(name("joins"), image(), says("", "", 0)).at(new NetworkPlace.With(first)));

        assertThat(engine().streams().run(joins, null, new Recorder(), LIMIT)).isZero();
        assertThat(status(first).running()).isTrue();

        engine().containers().stop(first, Duration.ZERO);
        assertKind(Kind.CONFLICT, () -> engine().containers().start(joins));
        engine().containers().remove(joins);
        engine().containers().remove(first);
        engine().networks().remove(network.name());
    }

    @Test
    void volumeOutlivesContainersAndIsInNoImage() {
        String first = inVolume("first", writes("/work/made", "yes"));
        engine().streams().run(first, null, new Recorder(), LIMIT);
        engine().images().commit(first, new ImageConfiguration(null, null, null, null, null), tag("without"));
        engine().containers().remove(first);

        String second = inVolume("second", says("", "", 0));
        String without = engine().containers().create(Specs.spec(name("without"), tag("without"), says("", "", 0)));

        assertThat(engine().files().read(second, "/work/made", 100)).get().isEqualTo(bytes("yes"));
        assertThat(engine().files().read(without, "/work/made", 100)).isEmpty();
        assertThat(engine().volumes().bytes(name("volume"))).isPositive();
        assertThat(engine().volumes().bytes(name("none"))).isZero();
    }

    @Test
    void volumeIsKnownByItsLabelsAndGoesAfterItsContainers() {
        String container = inVolume("has", says("", "", 0));

        assertThat(engine().volumes().list(Map.of("a", "b", "c", "d")))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.name()).isEqualTo(name("volume"));
                    assertThat(volume.labels()).containsEntry("a", "b").containsKey(InstallationLabel.NAME);
                });
        assertThat(engine().volumes().list(Map.of("a", "b", "c", "e"))).isEmpty();
        assertThat(stranger().volumes().list(Map.of())).isEmpty();
        assertKind(Kind.CONFLICT, () -> engine().volumes().remove(name("volume")));

        engine().containers().remove(container);
        stranger().volumes().remove(name("volume"));
        assertThat(engine().volumes().list(Map.of())).hasSize(1);
        engine().volumes().remove(name("volume"));
        engine().volumes().remove(name("volume"));
        assertThat(engine().volumes().list(Map.of())).isEmpty();
    }

    @Test
    void volumeWithoutANameGoesWithItsContainer() {
        VolumePlace place = new VolumePlace(null, Map.of(), "/work");
        String container = engine().containers()
                .create(Specs.spec(name("scratch"), image(), says("", "", 0)).with(List.of(place), Map.of()));

        engine().containers().remove(container);

        assertThat(engine().volumes().list(Map.of())).isEmpty();
    }

    private String inVolume(String name, List<String> command) {
        VolumePlace place = new VolumePlace(name("volume"), Map.of("a", "b", "c", "d"), "/work");
        return engine().containers()
                .create(Specs.spec(name(name), image(), command).with(List.of(place), Map.of("volume", "yes")));
    }

    @Test
    void takenSubnetIsAConflict() {
        engine().networks().ensure(new NetworkSpec(name("first"), bridge(1), "10.208.78.0/24"));

        assertKind(
                Kind.CONFLICT,
                () -> engine().networks().ensure(new NetworkSpec(name("second"), bridge(2), "10.208.78.0/24")));
        assertKind(
                Kind.CONFLICT,
                () -> engine().networks().ensure(new NetworkSpec(name("first"), bridge(1), "10.208.79.0/24")));
    }
}
