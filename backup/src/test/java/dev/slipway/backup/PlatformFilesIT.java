package dev.slipway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories are read while others write them.
class PlatformFilesIT {
    private static final int COPIES = 25;
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final PersonIdent ADA = new PersonIdent("Ada", "ada@example.org");

    @TempDir
    Path directory;

    @Test
    void aRepositoryUnderPushAndGarbageCollectionIsSoundAfterwards() throws Exception {
        UUID application = UUID.randomUUID();
        Path platform = directory.resolve("platform");
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger commits = new AtomicInteger();
        try (FileRepository repository = repository(platform.resolve("repositories/" + application + ".git"))) {
            CompletableFuture<Void> pushes =
                    CompletableFuture.runAsync(() -> commit(repository, enough, commits), Thread::startVirtualThread);
            CompletableFuture<Void> garbage =
                    CompletableFuture.runAsync(() -> collect(repository, enough), Thread::startVirtualThread);
            for (int i = 0; i < COPIES; i++) {
                Path copy = copy(platform, Set.of(application), directory.resolve("copy" + i));
                assertSound(copy.resolve("platform/repositories/" + application + ".git"));
            }
            enough.set(true);
            pushes.join();
            garbage.join();
        }
        assertThat(commits).hasPositiveValue();
    }

    @Test
    void linksLocksPassingPlacesAndRepositoriesOfNobodyStayOut() throws Exception {
        Path platform = directory.resolve("platform");
        UUID known = UUID.randomUUID();
        write(platform.resolve("repositories/" + known + ".git/HEAD"));
        write(platform.resolve("repositories/" + known + ".git/refs/heads/main.lock"));
        write(platform.resolve("repositories/" + UUID.randomUUID() + ".git/HEAD"));
        write(platform.resolve("repositories/.incoming/x/HEAD"));
        write(platform.resolve("admin-token"));
        Files.createDirectories(platform.resolve("uploads"));
        Files.createSymbolicLink(platform.resolve("uploads/link"), platform.resolve("admin-token"));
        Files.createSymbolicLink(platform.resolve("more"), platform.resolve("repositories"));

        Path copy = copy(platform, Set.of(known), directory.resolve("copy"));

        try (var files = Files.walk(copy)) {
            assertThat(files.filter(Files::isRegularFile).map(copy::relativize).map(Path::toString))
                    .containsExactly("platform/repositories/" + known + ".git/HEAD");
        }
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    private static FileRepository repository(Path path) throws IOException {
        FileRepository repository = new FileRepository(path.toFile());
        repository.create(true);
        return repository;
    }

    /// As in the platform, a push and a collection of one repository exclude each other.
    private static void commit(FileRepository repository, AtomicBoolean enough, AtomicInteger commits) {
        try (ObjectInserter objects = repository.newObjectInserter()) {
            ObjectId parent = null;
            while (!enough.get()) {
                LOCK.lock();
                try {
                    parent = commit(repository, objects, parent, commits.getAndIncrement());
                } finally {
                    LOCK.unlock();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectId commit(FileRepository repository, ObjectInserter objects, ObjectId parent, int number)
            throws IOException {
        TreeFormatter tree = new TreeFormatter();
        tree.append(
                "file",
                FileMode.REGULAR_FILE,
                objects.insert(Constants.OBJ_BLOB, ("content " + number).getBytes(StandardCharsets.UTF_8)));
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(objects.insert(tree));
        commit.setAuthor(ADA);
        commit.setCommitter(ADA);
        if (parent != null) {
            commit.setParentId(parent);
        }
        ObjectId made = objects.insert(commit);
        objects.flush();
        for (String ref : List.of("refs/heads/main", "refs/heads/b" + number % 20)) {
            RefUpdate update = repository.updateRef(ref);
            update.setNewObjectId(made);
            update.setForceUpdate(true);
            update.update();
        }
        return made;
    }

    private static void collect(FileRepository repository, AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                LOCK.lock();
                try {
                    GC collection = new GC(repository);
                    collection.setPackExpireAgeMillis(0);
                    collection.gc().get();
                } finally {
                    LOCK.unlock();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Path copy(Path platform, Set<UUID> applications, Path to) throws IOException {
        SealingKey key = TestKey.in(directory.resolve("key"), 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArchiveWriter archive = new ArchiveWriter(
                out, Header.of("0.1.0", 9, "abc123", 1, "10.208.0.0/12", Instant.EPOCH, key.proof()))) {
            int repositories = new PlatformFiles(archive, applications).write(platform);
            archive.finish(new Manifest(Map.of(), repositories, 0, archive.parts(), List.of()), key);
        }
        new ArchiveReader(new ByteArrayInputStream(out.toByteArray()), key)
                .read((name, size, content) -> Restore.write(to.resolve(name), content));
        return to;
    }

    private static void assertSound(Path repository) throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "-C", repository.toString(), "fsck", "--strict", "--connectivity-only")
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("missing").doesNotContain("broken");
    }
}
