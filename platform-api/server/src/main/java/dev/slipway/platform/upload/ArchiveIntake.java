package dev.slipway.platform.upload;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.git.GitConfig;
import dev.slipway.platform.upload.Uploads.Held;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;

/// Receives archives: the whole body onto the disk first, then entry by entry into the file that is kept. Memory is a
/// few buffers and the names; whatever goes wrong leaves no file behind.
public final class ArchiveIntake {
    private static final int BUFFER = 64 << 10;

    private final UploadConfig config;
    private final GitConfig limits;
    private final Uploads uploads;
    private final Semaphore places;

    public ArchiveIntake(UploadConfig config, GitConfig limits, Uploads uploads) {
        this.config = config;
        this.limits = limits;
        this.uploads = uploads;
        this.places = new Semaphore(config.atATime());
    }

    /// The caller closes what it gets once a build names it. announced is the body's length, or null. Throws TOO_LARGE,
    /// ARCHIVE_REFUSED, UNAVAILABLE, and UncheckedIOException where the client or the disk gives up.
    public Held receive(ArchiveFormat format, InputStream body, Long announced) {
        return receive(body, announced, (received, content, bounds) -> read(format, received, content, bounds));
    }

    /// A source of one file, executable where it begins as a script does. Throws as for an archive.
    public Held receiveFile(String name, InputStream body, Long announced) {
        return receive(body, announced, (received, content, _) -> {
            try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(received), BUFFER)) {
                file.mark(2);
                boolean script = file.read() == '#' && file.read() == '!';
                file.reset();
                content.file(name, script, file);
            }
        });
    }

    /// Reads what was received into what is kept.
    private interface Reading {
        void into(Path received, ArchiveContent content, ArchiveBounds bounds) throws IOException;
    }

    private Held receive(InputStream body, Long announced, Reading reading) {
        if (announced != null && announced > config.max().value()) {
            throw tooLarge();
        }
        if (!places.tryAcquire()) {
            throw PlatformException.of(
                    ErrorCode.UNAVAILABLE, "Too many archives are received at a time.", "Try again in a minute.");
        }
        Path received = uploads.arriving();
        Path kept = uploads.arriving();
        try {
            requireRoom();
            return kept(reading, received(body, received), received, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(received);
            remove(kept);
            places.release();
        }
    }

    private PlatformException tooLarge() {
        return ArchiveFault.tooLarge(
                "The archive is larger than " + config.max() + " (slipway.uploads.max).",
                "Take what is not source out of it, such as dependencies and build results, or push it with git.");
    }

    private void requireRoom() throws IOException {
        if (uploads.free() < config.keepFree().value()) {
            throw PlatformException.of(
                    ErrorCode.UNAVAILABLE,
                    "The platform's disk has no room for archives.",
                    "Ask the administrator to make room.");
        }
    }

    private long received(InputStream body, Path file) throws IOException {
        long end = System.nanoTime() + config.deadline().toNanos();
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                length += read;
                if (length > config.max().value()) {
                    throw tooLarge();
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException("the archive took too long");
                }
                out.write(buffer, 0, read);
            }
        }
        return length;
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw PlatformException.of(ErrorCode.MALFORMED, "The archive broke off before its end.", "Send all of it.");
        }
    }

    private Held kept(Reading reading, long length, Path received, Path file) throws IOException {
        ArchiveBounds bounds = new ArchiveBounds(limits, config.maxRatio(), length);
        try (KeptArchive kept = new KeptArchive(file)) {
            ArchiveContent content = new ArchiveContent(new EntryNames(limits.maxPath()), bounds, kept);
            reading.into(received, content, bounds);
            content.finish();
            return uploads.keep(file, kept.finish(), bounds.bytes());
        }
    }

    /// Whatever a reader stumbles over, be it a fault of the reader, is the archive's: only refusals and the disk are
    /// told apart.
    private static void read(ArchiveFormat format, Path received, ArchiveContent content, ArchiveBounds bounds) {
        try {
            switch (format) {
                case ZIP -> new ZipReader(content, bounds).read(received);
                case TAR -> readTar(Files.newInputStream(received), content, bounds);
                case GZIP -> readTar(unpacked(received), content, bounds);
            }
        } catch (PlatformException | UncheckedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw ArchiveFault.unreadable(
                    format, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static InputStream unpacked(Path received) throws IOException {
        InputStream file = Files.newInputStream(received);
        try {
            return new GZIPInputStream(file, BUFFER);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void readTar(InputStream archive, ArchiveContent content, ArchiveBounds bounds) throws IOException {
        try (InputStream in = new BufferedInputStream(archive, BUFFER)) {
            new TarReader(content, bounds).read(in);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
