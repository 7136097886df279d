package dev.slipway.engine.memory;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// An image has one layer, of the files that earlier containers wrote. Only images that were made on this machine can
/// be loaded: a program is in no archive.
final class MemoryTransfer implements ImageTransfer {
    private final MemoryMachine machine;

    MemoryTransfer(MemoryMachine machine) {
        this.machine = machine;
    }

    @Override
    public Made save(String image, Predicate<String> wanted, LayerSink sink) {
        MemoryImage found = machine.ask(() -> machine.find(image)
                .orElseThrow(() -> new EngineException(Kind.IMAGE_MISSING, "no image " + image, null)));
        byte[] layer = layer(found);
        if (wanted.test(digest(layer))) {
            try {
                sink.accept(new ByteArrayInputStream(layer));
            } catch (IOException e) {
                throw new EngineException(Kind.FAILED, "a layer could not be put away: " + e.getMessage(), e);
            }
        }
        return machine.ask(
                () -> new Made(machine.configurations.get(found.description().id()), List.of(digest(layer))));
    }

    private static byte[] layer(MemoryImage image) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(image.files())
                .forEach((path, content) -> text.append(path)
                        .append(' ')
                        .append(HexFormat.of().formatHex(content))
                        .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] layer) {
        return "sha256:" + MemoryMachine.sha256(layer);
    }

    @Override
    public void load(ImageContent content, String tag) {
        String id = "sha256:" + MemoryMachine.sha256(content.configuration());
        machine.ask(() -> {
            MemoryImage image = machine.made.get(id);
            if (image == null
                    || !content.layers().stream().map(Layer::digest).toList().equals(List.of(digest(layer(image))))) {
                throw new EngineException(Kind.FAILED, "the engine did not take image " + id, null);
            }
            if (tag == null) {
                machine.images.putIfAbsent(id, image);
            } else {
                machine.put(image.renewed(id, tag), tag);
            }
            return null;
        });
    }
}
