package dev.slipway.platform.upload;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceTree;
import dev.slipway.platform.git.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kept archives, each a file named by the SHA-256 of its bytes, so that the same files sent twice are kept once
/// and
/// a file never changes. A file is synced before anybody may name it; one that is held is not removed, although no
/// build names it yet. One process writes them.
public final class Uploads {
    private static final String INCOMING = ".incoming";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> held = new HashMap<>();

    /// root is made when it is missing; what a crash has left half received is removed.
    public Uploads(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root);
            Durable.removeTree(incoming());
            Files.createDirectories(incoming());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the file system that they are on, in bytes.
    long free() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /// A name for a file on its way, which whoever asks for it removes.
    Path arriving() {
        return incoming().resolve(UUID.randomUUID().toString());
    }

    private Path incoming() {
        return root.resolve(INCOMING);
    }

    /// An archive that stays at least until this is closed; size is that of its files, in bytes.
    public final class Held implements AutoCloseable {
        private final String digest;
        private final long size;

        private Held(String digest, long size) {
            this.digest = digest;
            this.size = size;
        }

        public String digest() {
            return digest;
        }

        public long size() {
            return size;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                held.computeIfPresent(digest, (_, times) -> times == 1 ? null : times - 1);
            } finally {
                lock.unlock();
            }
        }
    }

    /// Takes over a synced file of this digest, durably.
    Held keep(Path file, String digest, long size) throws IOException {
        lock.lock();
        try {
            held.merge(digest, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        Held kept = new Held(digest, size);
        try {
            Files.move(file, root.resolve(digest), StandardCopyOption.ATOMIC_MOVE);
            Durable.sync(root);
            return kept;
        } catch (IOException | RuntimeException e) {
            kept.close();
            throw e;
        }
    }

    /// The files of a kept archive. Throws NOT_FOUND.
    public SourceTree open(String digest) {
        try {
            if (!DIGEST.matcher(digest).matches()) {
                throw new NoSuchFileException(digest);
            }
            return new KeptTree(root.resolve(digest));
        } catch (NoSuchFileException e) {
            throw PlatformException.notFound("The archive");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes what neither is held nor among those that needed gives back of a set of digests. Nobody begins to hold
    /// one meanwhile. Returns how many went.
    int sweep(UnaryOperator<Set<String>> needed) throws IOException {
        lock.lock();
        try {
            Set<String> idle = stored();
            idle.removeAll(held.keySet());
            if (!idle.isEmpty()) {
                idle.removeAll(needed.apply(Set.copyOf(idle)));
            }
            for (String digest : idle) {
                Files.deleteIfExists(root.resolve(digest));
            }
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    private Set<String> stored() throws IOException {
        Set<String> stored = new HashSet<>();
        try (Stream<Path> files = Files.list(root)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> DIGEST.matcher(name).matches())
                    .forEach(stored::add);
        }
        return stored;
    }
}
