package dev.slipway.build.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One image being made: what was said of it so far, for all who wait for it, and how it ended.
final class Making {
    private static final int EVIDENCE = 12;

    private final List<String> lines = new ArrayList<>();
    private final Instant begun = Instant.now();
    private boolean ended;
    private boolean made;

    synchronized void say(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized void end(boolean made) {
        this.made = made;
        ended = true;
        notifyAll();
    }

    /// Tells all that was and will be said, by the calling thread, and where nothing is for so long, that it goes on.
    /// Returns at the end whether the image was made.
    boolean follow(Consumer<String> told, Duration silence) throws InterruptedException {
        int heard = 0;
        while (!over(heard)) {
            List<String> news = after(heard, silence);
            news.forEach(told);
            heard += news.size();
            if (news.isEmpty() && !over(heard)) {
                told.accept(
                        "Still at it: " + Duration.between(begun, Instant.now()).toSeconds() + " s so far.");
            }
        }
        return made();
    }

    private synchronized boolean over(int heard) {
        return ended && lines.size() == heard;
    }

    /// Waits for the next lines; none at the end, or when that takes too long.
    private synchronized List<String> after(int heard, Duration silence) throws InterruptedException {
        long deadline = System.nanoTime() + silence.toNanos();
        for (long left = silence.toMillis();
                lines.size() == heard && !ended && left > 0;
                left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return List.copyOf(lines.subList(heard, lines.size()));
    }

    private synchronized boolean made() {
        return made;
    }

    synchronized List<String> evidence() {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - EVIDENCE), lines.size()));
    }
}
