/// Dependency layers: what a source depends on, installed once and kept as an image that later builds assemble on.
/// An addition to S2I, for builders that declare it by labels of ours; see docs/adr/0022-dependency-layers.md.
package dev.slipway.build.dependency;
