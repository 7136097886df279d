package dev.slipway.scheduler.placement;

import dev.slipway.model.resource.Resources;

/// A node as one placement sees it. allocated is the sum of requests of what is on it; twins are instances of
/// the same process and release there, siblings all instances of the same application. unfit says why it takes
/// nothing new, or is null; image: it has the image or can load it.
public record Candidate(
        String node,
        boolean ready,
        boolean cordoned,
        Resources capacity,
        long allocatedCpuMillis,
        long allocatedMemoryBytes,
        int twins,
        int siblings,
        String unfit,
        boolean image) {

    public Candidate allocated(long cpuMillis, long memoryBytes) {
        return new Candidate(node, ready, cordoned, capacity, cpuMillis, memoryBytes, twins, siblings, unfit, image);
    }

    long freeCpuMillis() {
        return capacity.cpu().millis() - allocatedCpuMillis;
    }

    long freeMemoryBytes() {
        return capacity.memory().value() - allocatedMemoryBytes;
    }
}
