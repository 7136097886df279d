package dev.slipway.platform.project;

import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;

/// Gives project number n its share of the machine: user ids from 1,000,000,000 + n * 10,000 (OpenShift's blocks) and
/// the nth /24 of the pool.
public record Subnets(String pool) {
    private static final long FIRST_UID = 1_000_000_000L;
    private static final long UIDS = 10_000;

    /// Throws QUOTA_EXCEEDED where the pool has no nth subnet.
    public TenantNetwork of(int number) {
        String[] parts = pool.split("/");
        int bits = Integer.parseInt(parts[1]);
        if (number >= 1 << (24 - bits)) {
            throw PlatformException.of(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The address pool " + pool + " has no room for another project.",
                    "Give a larger slipway.network.pool.");
        }
        long address = address(parts[0]) + ((long) number << 8);
        String subnet = (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + ".0/24";
        return new TenantNetwork(number, FIRST_UID + number * UIDS, subnet);
    }

    private static long address(String dotted) {
        long address = 0;
        for (String part : dotted.split("\\.")) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
