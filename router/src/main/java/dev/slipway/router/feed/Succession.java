package dev.slipway.router.feed;

import java.io.IOException;

/// What a router does while another one takes its place, told over its control socket by that one.
public interface Succession {

    /// The successor is about to read the table from the disk. When this returns, the disk holds the newest table
    /// and nothing more is written to it.
    void begins() throws IOException;

    /// The successor listens on every address and has the feed.
    void serves();

    /// The successor ended before it served: all is as it was.
    void brokenOff() throws IOException;
}
