package dev.slipway.model.route;

/// An application behind a route and its share: weight 0 to 256, share = weight / sum of weights.
public record Target(String application, int weight) {}
