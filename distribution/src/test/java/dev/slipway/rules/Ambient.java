package dev.slipway.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/// What makes two runs on equal inputs differ: clocks, chance and the process's environment.
final class Ambient {
    private static final Set<String> CALLS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle");

    private static final Set<String> TYPES = Set.of(
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.random.RandomGenerator");

    private Ambient() {}

    /// An access, by call or by method reference, to a clock, the environment or a hidden random source.
    static DescribedPredicate<JavaAccess<?>> access() {
        return DescribedPredicate.describe("a clock, chance or the environment", access -> ambient(access.getTarget()));
    }

    static DescribedPredicate<JavaAccess<?>> clock() {
        return DescribedPredicate.describe("a clock", access -> readsClock(access.getTarget()));
    }

    static DescribedPredicate<JavaClass> type() {
        return DescribedPredicate.describe("a source of chance or time", type -> TYPES.contains(type.getName()));
    }

    private static boolean ambient(AccessTarget target) {
        return readsClock(target) || CALLS.contains(target.getOwner().getName() + "." + target.getName());
    }

    private static boolean readsClock(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return target.getName().equals("now") && owner.getPackageName().equals("java.time")
                || owner.getName().equals("java.lang.System")
                        && target.getName().equals("currentTimeMillis");
    }
}
