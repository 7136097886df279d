package dev.slipway.build.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One image being made: what was said of it so far, for all who wait for it, and how it ended.
final class Making {
    private static final int EVIDENCE = 12;

    private final List<String> lines = new ArrayList<>();
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

    /// Tells all that was and will be said, by the calling thread. Returns at the end whether the image was made.
    boolean follow(Consumer<String> told) throws InterruptedException {
        int heard = 0;
        for (List<String> news = after(heard); !news.isEmpty(); news = after(heard)) {
            news.forEach(told);
            heard += news.size();
        }
        return made();
    }

    /// Waits for the next lines; none at the end.
    private synchronized List<String> after(int heard) throws InterruptedException {
        while (lines.size() == heard && !ended) {
            wait();
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
