package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ImageTransfer.LayerSink;
import dev.slipway.engine.ImageTransfer.Made;
import dev.slipway.engine.TestEngine;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The engine's own archive and its own directories hold the same image.
class SavedArchiveIT {

    @Test
    void bothWaysOutOfTheEngineGiveTheSameBytes() {
        String image = TestEngine.tinyImage();
        try (DockerClients clients = DockerClients.connect(TestEngine.socket())) {
            var found = clients.calls().inspectImageCmd(image).exec();
            var info = clients.calls().infoCmd().exec();
            Set<String> archived = new TreeSet<>();
            Set<String> stored = new TreeSet<>();

            Made asArchive = new SavedArchive(clients, found).save(_ -> true, digests(archived));
            Made asFiles = StoredImage.of(
                            new StoredImage.Storage(info.getDockerRootDir(), info.getDriver()),
                            found.getId(),
                            found.getRootFS().getLayers())
                    .save(_ -> true, digests(stored));

            assertThat(asFiles.configuration()).isEqualTo(asArchive.configuration());
            assertThat(asFiles.layers()).isEqualTo(asArchive.layers());
            assertThat(stored).isEqualTo(archived).isEqualTo(new TreeSet<>(asFiles.layers()));
        }
    }

    private static LayerSink digests(Set<String> into) {
        return tar -> into.add("sha256:" + Sha256.hex(tar.readAllBytes()));
    }
}
