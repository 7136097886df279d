package dev.slipway.build.sandbox;

/// Where and of what a sandbox is made: in a project's network, with that project's uid, of an image that the node has.
public record Site(int project, String network, long uid, String image) {}
