package dev.slipway.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/// Looks every second whether one of the files is another one, and says so.
final class Renewal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final long PERIOD_MILLIS = 1_000;

    private final List<Path> files;
    private final Runnable renew;
    private final Thread thread;

    private Renewal(List<Path> files, Runnable renew) {
        this.files = List.copyOf(files);
        this.renew = renew;
        this.thread = Thread.ofVirtual().name("router-renewal").unstarted(this::run);
    }

    static Renewal follow(List<Path> files, Runnable renew) {
        Renewal renewal = new Renewal(files, renew);
        renewal.thread.start();
        return renewal;
    }

    private void run() {
        List<FileTime> seen = times();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException _) {
                return;
            }
            List<FileTime> now = times();
            if (!now.equals(seen)) {
                seen = now;
                renewed();
            }
        }
    }

    private List<FileTime> times() {
        return files.stream().map(Renewal::time).toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }

    private void renewed() {
        try {
            renew.run();
            LOG.log(System.Logger.Level.INFO, "the certificate was read anew");
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "the new certificate cannot be used; the old one stays", failure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
