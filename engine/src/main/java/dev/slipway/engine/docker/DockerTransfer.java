package dev.slipway.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads layers where the engine keeps them, when that is a directory of this machine, for then only those
/// wanted cost anything; else out of the archive that the engine makes of the whole image.
final class DockerTransfer implements ImageTransfer {
    private static final System.Logger LOG = System.getLogger(DockerTransfer.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerClients clients;
    private volatile StoredImage.Storage storage;

    DockerTransfer(DockerClients clients) {
        this.clients = clients;
    }

    @Override
    public Made save(String image, Predicate<String> wanted, LayerSink sink) {
        InspectImageResponse found =
                look(image).orElseThrow(() -> new EngineException(Kind.IMAGE_MISSING, "no image " + image, null));
        try {
            return StoredImage.of(
                            whereItKeepsThem(), found.getId(), found.getRootFS().getLayers())
                    .save(wanted, sink);
        } catch (StoredImage.UnreadableException elsewhere) {
            LOG.log(System.Logger.Level.DEBUG, "asking the engine for an archive of " + image, elsewhere);
            return new SavedArchive(clients, found).save(wanted, sink);
        }
    }

    /// Asked once: for this answer the engine starts programs.
    private StoredImage.Storage whereItKeepsThem() {
        if (storage == null) {
            storage = EngineFaults.looking("tell where it keeps images", () -> {
                var info = clients.calls().infoCmd().exec();
                return new StoredImage.Storage(info.getDockerRootDir(), info.getDriver());
            });
        }
        return storage;
    }

    private Optional<InspectImageResponse> look(String image) {
        return EngineFaults.looking("inspect image " + image, () -> {
            try {
                return Optional.of(clients.calls().inspectImageCmd(image).exec());
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void load(ImageContent content, String tag) {
        byte[] configuration = content.configuration();
        String id = "sha256:" + Sha256.hex(configuration);
        checkLayers(configuration, content.layers(), id);
        int present = knownBelow(content.layers());
        try (InputStream archive = new LoadArchive(content, tag, present).open()) {
            EngineFaults.asking(
                    "load image " + id,
                    () -> clients.patient()
                            .loadImageAsyncCmd(archive)
                            .exec(new LoadImageCallback())
                            .awaitMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (look(id).isEmpty()) {
            throw new EngineException(Kind.FAILED, "the engine did not take image " + id, null);
        }
    }

    private static void checkLayers(byte[] configuration, List<Layer> layers, String id) {
        List<String> named = new ArrayList<>();
        try {
            for (JsonNode digest : JSON.readTree(configuration).path("rootfs").path("diff_ids")) {
                named.add(digest.asText());
            }
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, "the configuration of image " + id + " is no JSON", e);
        }
        if (!named.equals(layers.stream().map(Layer::digest).toList())) {
            throw new EngineException(Kind.FAILED, "image " + id + " does not have the layers it names", null);
        }
    }

    /// How many of the layers, from the bottom, the engine has under another image.
    private int knownBelow(List<Layer> layers) {
        List<String> wanted = layers.stream().map(Layer::digest).toList();
        return EngineFaults.looking(
                        "list images",
                        () -> clients.calls().listImagesCmd().withShowAll(true).exec())
                .stream()
                .flatMap(image -> look(image.getId()).stream())
                .mapToInt(image -> common(image.getRootFS().getLayers(), wanted))
                .max()
                .orElse(0);
    }

    private static int common(List<String> present, List<String> wanted) {
        int shared = 0;
        while (present != null
                && shared < Math.min(present.size(), wanted.size())
                && present.get(shared).equals(wanted.get(shared))) {
            shared++;
        }
        return shared;
    }
}
