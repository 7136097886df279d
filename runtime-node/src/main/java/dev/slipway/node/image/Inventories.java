package dev.slipway.node.image;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Inventory.HeldImage;
import dev.slipway.node.image.ImageStore.Kept;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a node holds that the platform may order about, from what its engine and its store list. Pure; sorted, so that
/// equal holdings are equal
/// values.
final class Inventories {
    private static final String BUILDER = "dev.slipway.builder.name";
    private static final String BUILDER_VERSION = "dev.slipway.builder.version";

    private Inventories() {}

    static Inventory of(List<ImageDescription> engine, List<Kept> store, Collection<Integer> networks) {
        Map<String, HeldImage> held = new TreeMap<>();
        store.forEach(kept ->
                held.put(kept.image(), new HeldImage(kept.image(), false, kept.digest(), null, null, kept.bytes())));
        engine.stream()
                .filter(Inventories::ours)
                .forEach(image -> held.merge(image.id(), described(image), Inventories::both));
        return new Inventory(
                List.copyOf(held.values()), networks.stream().sorted().toList());
    }

    private static HeldImage described(ImageDescription image) {
        String build = image.labels().get(OwnLabels.BUILD);
        String builder = build == null && image.labels().containsKey(BUILDER)
                ? image.labels().get(BUILDER) + ":" + image.labels().getOrDefault(BUILDER_VERSION, "")
                : null;
        return new HeldImage(image.id(), true, null, build, builder, image.bytes());
    }

    /// Not so what somebody made of such an image by hand: it has inherited the labels, its tags are others.
    private static boolean ours(ImageDescription image) {
        String prefix = "slipway-" + image.labels().get(InstallationLabel.NAME) + "/";
        return image.tags().isEmpty() || image.tags().stream().anyMatch(tag -> tag.startsWith(prefix));
    }

    private static HeldImage both(HeldImage stored, HeldImage loaded) {
        return new HeldImage(loaded.image(), true, stored.digest(), loaded.build(), loaded.builder(), loaded.bytes());
    }
}
