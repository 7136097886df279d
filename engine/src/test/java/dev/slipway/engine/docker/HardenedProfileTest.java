package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.Specs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HardenedProfileTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContainerSpec FULL = new ContainerSpec(
            "slipway-test-instance-1",
            "slipway-test/p/a:b1",
            List.of("/usr/libexec/s2i/run"),
            List.of("container-entrypoint"),
            Map.of("PORT", "8080"),
            Map.of(),
            new NetworkPlace.InNetwork("slipway-test-p7", List.of("10.208.7.1")),
            Specs.UID,
            500,
            512,
            512L << 20,
            256,
            16L << 20,
            false,
            false);

    @Test
    void requestIsExactlyTheProfile() throws IOException {
        assertThat(request(new HardenedProfile(true), FULL, false)).isEqualTo(golden());
    }

    @Test
    void homeOfTheImageStands() throws IOException {
        assertThat(request(new HardenedProfile(true), FULL, true).get("Env").toString())
                .isEqualTo("[\"PORT=8080\"]");
    }

    @Test
    void homeOfTheSpecStands() throws IOException {
        ContainerSpec spec = Specs.withEnvironment(FULL, Map.of("HOME", "/opt/app-root/src"));

        assertThat(request(new HardenedProfile(true), spec, false).get("Env").toString())
                .isEqualTo("[\"HOME=/opt/app-root/src\"]");
    }

    @Test
    void specWithAnothersNetworkNamesNoResolvers() throws IOException {
        JsonNode host = request(new HardenedProfile(true), FULL.at(new NetworkPlace.With("c1")), false)
                .get("HostConfig");

        assertThat(host.get("NetworkMode").asText()).isEqualTo("container:c1");
        assertThat(host.get("Dns")).isEmpty();
    }

    @Test
    void specWithoutNetworkGetsNone() throws IOException {
        JsonNode host = request(new HardenedProfile(true), FULL.at(NetworkPlace.nowhere()), false)
                .get("HostConfig");

        assertThat(host.get("NetworkMode").asText()).isEqualTo("none");
    }

    @Test
    void readOnlyRootComesWithAnExecutableTemporaryDirectory() throws IOException {
        JsonNode host =
                request(new HardenedProfile(true), Specs.readOnly(FULL), false).get("HostConfig");

        assertThat(host.get("ReadonlyRootfs").asBoolean()).isTrue();
        assertThat(host.get("Tmpfs").get("/tmp").asText())
                .isEqualTo("rw,exec,nosuid,nodev,mode=1777,nr_inodes=65536,size=536870912");
    }

    @Test
    void volumesAreMarkedAsTheContainerIs() throws IOException {
        ContainerSpec spec = FULL.with(
                List.of(new VolumePlace("v1", Map.of("a", "b"), "/opt/cache")), Map.of("dev.slipway.cache", "k"));

        JsonNode request = request(new HardenedProfile(true), spec, false);

        assertThat(request.get("HostConfig").get("Mounts")).singleElement().satisfies(mount -> {
            assertThat(mount.get("Type").asText()).isEqualTo("volume");
            assertThat(mount.get("Source").asText()).isEqualTo("v1");
            assertThat(mount.get("Target").asText()).isEqualTo("/opt/cache");
            assertThat(mount.get("VolumeOptions").get("Labels").toString())
                    .isEqualTo("{\"a\":\"b\",\"dev.slipway.installation\":\"test\"}");
        });
        assertThat(request.get("Labels").get("dev.slipway.cache").asText()).isEqualTo("k");
    }

    @Test
    void openInputClosesWithItsFeeder() throws IOException {
        JsonNode request = request(new HardenedProfile(true), Specs.spec("n", "i", List.of("cat")), false);

        assertThat(request.get("OpenStdin").asBoolean()).isTrue();
        assertThat(request.get("StdinOnce").asBoolean()).isTrue();
    }

    @Test
    void kernelWithoutControlGroupNamespacesIsNotAskedForOne() throws IOException {
        JsonNode host = request(new HardenedProfile(false), FULL, false).get("HostConfig");

        assertThat(host.has("CgroupnsMode")).isFalse();
    }

    private static JsonNode request(HardenedProfile profile, ContainerSpec spec, boolean imageHasHome)
            throws IOException {
        CreateContainerCmdImpl request = new CreateContainerCmdImpl(
                _ -> {
                    throw new IllegalStateException("a builder sends nothing");
                },
                null,
                spec.image());
        InstallationLabel label = new InstallationLabel("test");
        return said(JSON.readTree(JSON.writeValueAsString(
                profile.applied(request, spec, label, new HardenedProfile.ImageTraits(imageHasHome, false, true)))));
    }

    /// A null says as much to the engine as a field that is not there.
    private static JsonNode said(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
            object.forEach(HardenedProfileTest::said);
        }
        return node;
    }

    private static JsonNode golden() throws IOException {
        try (var file = HardenedProfileTest.class.getResourceAsStream("hardened-profile.json")) {
            return JSON.readTree(file);
        }
    }
}
