package dev.slipway.engine.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the engine says while it pulls an image: of many lines a second one every ten seconds remains, with the
/// bytes of all layers.
final class Pulling extends ResultCallbackTemplate<Pulling, PullResponseItem> {
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final int MEBIBYTE = 20;

    private final Consumer<String> told;
    private final Map<String, Layer> layers = new HashMap<>();
    private long next = System.nanoTime() + BETWEEN.toNanos();
    private String failure;
    private volatile boolean abandoned;

    private record Layer(long arrived, long bytes) {}

    Pulling(Consumer<String> told) {
        this.told = told;
    }

    /// Without a tag the engine would pull every one.
    static String tagged(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        return name.contains(":") || name.contains("@") ? reference : reference + ":latest";
    }

    /// The engine answers nothing before it has the image's list of layers: whoever left before that leaves now.
    @Override
    public void onStart(Closeable stream) {
        super.onStart(stream);
        if (abandoned) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        abandoned = true;
        super.close();
    }

    @Override
    public synchronized void onNext(PullResponseItem item) {
        if (abandoned) {
            return;
        }
        if (item.getErrorDetail() != null) {
            failure = item.getErrorDetail().getMessage();
        }
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        if ("Downloading".equals(item.getStatus()) && detail != null && detail.getTotal() != null) {
            // The engine leaves a nought out.
            long current = detail.getCurrent() == null ? 0 : detail.getCurrent();
            layers.put(item.getId(), new Layer(current, detail.getTotal()));
        } else if ("Download complete".equals(item.getStatus())) {
            layers.computeIfPresent(item.getId(), (_, layer) -> new Layer(layer.bytes(), layer.bytes()));
        }
        if (System.nanoTime() - next > 0) {
            next = System.nanoTime() + BETWEEN.toNanos();
            told.accept(progress());
        }
    }

    synchronized String progress() {
        long arrived = layers.values().stream().mapToLong(Layer::arrived).sum();
        long bytes = layers.values().stream().mapToLong(Layer::bytes).sum();
        return "%d of %d MiB of the layers known by now".formatted(arrived >> MEBIBYTE, bytes >> MEBIBYTE);
    }

    synchronized Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
