package dev.slipway.platform.forge;

/// How telling a forge ended.
sealed interface Delivery {

    record Told() implements Delivery {}

    /// message is for people and repeats nothing that the forge said; lasting says that another try
    /// would end the same.
    record Failed(String message, boolean lasting) implements Delivery {}
}
