/// An installation as one file, and back: database, repositories, build logs, uploads, images, settings. The
/// sealing key is never in it.
package dev.slipway.backup;
