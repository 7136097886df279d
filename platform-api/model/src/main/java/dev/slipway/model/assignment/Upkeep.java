package dev.slipway.model.assignment;

import java.util.List;

/// What a node shall do with images and networks, besides holding instances: orders by name, each with an id
/// for the logs, given until the node's inventory shows that they are carried out. store: copy the image from
/// the engine to the store beside it. unload: remove it from the engine alone, for room. remove: from both.
/// Nothing is removed that a container uses. Absent lists (an older platform) are empty.
public record Upkeep(
        List<ImageOrder> store, List<ImageOrder> unload, List<ImageOrder> remove, List<NetworkOrder> removeNetworks) {
    public static final Upkeep NONE = new Upkeep(null, null, null, null);

    public Upkeep {
        store = store == null ? List.of() : List.copyOf(store);
        unload = unload == null ? List.of() : List.copyOf(unload);
        remove = remove == null ? List.of() : List.copyOf(remove);
        removeNetworks = removeNetworks == null ? List.of() : List.copyOf(removeNetworks);
    }

    /// image is an image id.
    public record ImageOrder(String id, String image) {}

    /// network is a project's number.
    public record NetworkOrder(String id, int network) {}
}
