package dev.slipway.build.queue;

/// Who claims: a node, and which of its processes in time.
record Claimer(String node, String worker) {}
