package dev.slipway.scheduler.placement;

import dev.slipway.model.resource.Resources;

/// Best fit: the fuller a node is afterwards, the better, so that large requests keep finding whole nodes.
final class BinPacking {
    private BinPacking() {}

    /// 20 - (10^free cpu + 10^free memory), the free shares (0 to 1) being those after placement; 0 (empty node) to
    /// 18 (exactly full). Source: "BestFit v3" of the Google cluster data workshop,
    /// https://www.columbia.edu/~cs2035/courses/ieor4405.S13/datacenter_scheduling.ppt
    static double score(Candidate candidate, Resources requests) {
        double cpu = share(
                candidate.freeCpuMillis() - requests.cpu().millis(),
                candidate.capacity().cpu().millis());
        double memory = share(
                candidate.freeMemoryBytes() - requests.memory().value(),
                candidate.capacity().memory().value());
        return Math.clamp(20 - (Math.pow(10, cpu) + Math.pow(10, memory)), 0, 18);
    }

    private static double share(long free, long total) {
        return (double) free / total;
    }
}
