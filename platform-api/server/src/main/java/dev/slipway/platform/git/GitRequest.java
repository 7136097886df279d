package dev.slipway.platform.git;

import java.io.InputStream;

/// A request of a git client. The fields after application are headers, null where the client sent none; body is
/// read to its end or not at all.
public record GitRequest(
        String project,
        String application,
        String authorization,
        String gitProtocol,
        String contentType,
        String contentEncoding,
        InputStream body) {}
