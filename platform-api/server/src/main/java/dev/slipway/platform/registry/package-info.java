/// Registries of images at which nodes sign in for builder images.
package dev.slipway.platform.registry;
