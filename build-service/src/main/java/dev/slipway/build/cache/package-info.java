/// What builds leave to later ones beside images: directories that a builder declares, and which of all that is kept
/// goes when it is too much. An addition to S2I; see docs/adr/0031-caches-that-builders-declare.md.
package dev.slipway.build.cache;
