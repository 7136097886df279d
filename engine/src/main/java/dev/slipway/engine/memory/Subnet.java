package dev.slipway.engine.memory;

/// An IPv4 range, like 10.208.1.0/24.
record Subnet(long first, int prefix) {

    static Subnet parse(String cidr) {
        String[] parts = cidr.split("/");
        long address = 0;
        for (String octet : parts[0].split("\\.")) {
            address = address << 8 | Integer.parseInt(octet);
        }
        return new Subnet(address, Integer.parseInt(parts[1]));
    }

    long size() {
        return 1L << (32 - prefix);
    }

    boolean overlaps(Subnet other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    String address(long number) {
        long address = first + number;
        return "%d.%d.%d.%d".formatted(address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
    }
}
