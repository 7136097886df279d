package dev.slipway.scheduler.apply;

import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Names of instances: "i" and ten of a-z and 0-9. They end up in container names and labels.
final class InstanceIds {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 10;

    private final RandomGenerator random;

    InstanceIds(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        return random.ints(LENGTH, 0, LETTERS.length())
                .mapToObj(index -> LETTERS.substring(index, index + 1))
                .collect(Collectors.joining("", "i", ""));
    }
}
