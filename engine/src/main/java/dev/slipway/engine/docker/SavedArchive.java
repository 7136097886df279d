package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer.LayerSink;
import dev.slipway.engine.ImageTransfer.Made;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An image as the engine hands it out: one archive of its configuration and all of its layers, in any order.
record SavedArchive(DockerClients clients, InspectImageResponse image) {
    private static final int LARGEST_CONFIGURATION = 16 << 20;

    Made save(Predicate<String> wanted, LayerSink sink) {
        String doing = "save image " + image.getId();
        String target = clients.prefix() + "/images/" + image.getId() + "/get";
        try (EngineStream stream = EngineStream.get(clients.socket(), target, doing)) {
            byte[] configuration = read(new TarArchiveInputStream(stream.body()), wanted, sink);
            return new Made(configuration, image.getRootFS().getLayers());
        } catch (IOException e) {
            throw EngineFaults.unanswered(doing, e);
        }
    }

    private byte[] read(TarArchiveInputStream tar, Predicate<String> wanted, LayerSink sink) throws IOException {
        byte[] configuration = null;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (!entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
                continue;
            }
            if (isConfiguration(entry)) {
                configuration = tar.readNBytes(LARGEST_CONFIGURATION);
            } else if (isLayer(entry, wanted)) {
                sink.accept(tar);
            }
        }
        if (configuration == null || !image.getId().equals("sha256:" + Sha256.hex(configuration))) {
            throw new EngineException(
                    Kind.FAILED, "the engine's archive lacks the configuration of " + image.getId(), null);
        }
        return configuration;
    }

    /// `<hex>.json`, or `blobs/sha256/<hex>` from newer engines.
    private boolean isConfiguration(TarArchiveEntry entry) {
        String hex = image.getId().substring("sha256:".length());
        return entry.getName().equals(hex + ".json") || entry.getName().endsWith("/" + hex);
    }

    private boolean isLayer(TarArchiveEntry entry, Predicate<String> wanted) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        String digest = "sha256:" + name;
        return name.equals("layer.tar") || image.getRootFS().getLayers().contains(digest) && wanted.test(digest);
    }
}
