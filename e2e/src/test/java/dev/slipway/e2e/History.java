package dev.slipway.e2e;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the clients of a drill did and were told, in the order in which they asked.
final class History {

    /// One `git push` of one commit to the deploy branch. acknowledged says that git ended well: from then on the
    /// commit must never be lost.
    record Push(String application, String commit, Instant sent, Instant answered, boolean acknowledged) {}

    private final List<Push> pushes = new CopyOnWriteArrayList<>();

    void add(Push push) {
        pushes.add(push);
    }

    List<Push> pushes() {
        return List.copyOf(pushes);
    }
}
