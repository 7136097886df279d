package dev.slipway.platform.instance;

import dev.slipway.platform.node.LogStream;
import java.util.ArrayList;
import java.util.List;

/// Somebody who watches logs. When they go, every log they watch ends, even one that is silent.
final class Viewer {
    private final List<LogStream> watched = new ArrayList<>();
    private boolean gone;

    synchronized void watches(LogStream log) {
        if (gone) {
            log.close();
        }
        watched.add(log);
    }

    synchronized void leave() {
        gone = true;
        watched.forEach(LogStream::close);
    }

    synchronized boolean gone() {
        return gone;
    }
}
