package dev.slipway.platform;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Requests made at the same time.
final class Parallel {
    private Parallel() {}

    /// The statuses of so many calls, each of which is given its number.
    static List<Integer> statuses(int calls, IntUnaryOperator call) throws InterruptedException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = IntStream.range(0, calls)
                    .mapToObj(i -> (Callable<Integer>) () -> call.applyAsInt(i))
                    .toList();
            return callers.invokeAll(all).stream().map(Future::resultNow).toList();
        }
    }
}
