package dev.slipway.model.source;

/// What a build is made from, by its content: the same reference always means the same files.
public sealed interface SourceReference {

    /// A commit of the application's repository or mirror, by its full hash, with the files of its submodules or with
    /// empty directories in their places.
    record OfCommit(String id, boolean submodules) implements SourceReference {}

    /// An archive that was sent with the build, by the SHA-256 of what was kept of it, in hexadecimal digits.
    record OfArchive(String digest) implements SourceReference {}
}
