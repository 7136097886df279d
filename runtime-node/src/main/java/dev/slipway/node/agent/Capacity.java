package dev.slipway.node.agent;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What instances of a node may be given in sum.
public record Capacity(int cpuMillis, long memoryBytes) {
    private static final long MEBIBYTE = 1L << 20;
    private static final long SMALLEST_RESERVE = 256L << 20;

    /// The machine less a reserve for the system and ourselves: 10 % of the cores; 10 % of the memory, but at
    /// least 256 MiB. Memory is rounded down to whole MiB.
    public static Capacity of(int cores, long memoryBytes) {
        long reserve = Math.max(memoryBytes / 10, SMALLEST_RESERVE);
        return new Capacity(cores * 900, Math.max(0, memoryBytes - reserve) & -MEBIBYTE);
    }

    /// This machine, or the container it is.
    public static Capacity ofThisMachine() {
        Runtime runtime = Runtime.getRuntime();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return of(runtime.availableProcessors(), system.getTotalMemorySize());
    }
}
