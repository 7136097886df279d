package dev.slipway.build.queue;

import java.util.function.BooleanSupplier;

/// Who claims: a node, and which of its processes in time. gone says whether nobody reads the answer any more.
record Claimer(String node, String worker, BooleanSupplier gone) {}
