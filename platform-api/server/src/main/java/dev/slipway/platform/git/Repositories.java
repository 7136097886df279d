package dev.slipway.platform.git;

import dev.slipway.model.fault.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/// The bare repositories of the applications, each in a directory named by the application's id, so that no
/// name a user chose ever becomes a path. One process writes them.
public final class Repositories {
    private static final int LOCKS = 64;
    private static final Pattern REPOSITORY = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.git");

    private final Path root;
    private final Set<Path> arriving = ConcurrentHashMap.newKeySet();
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /// root is made when it is missing.
    public Repositories(Path root) {
        ClosedSystem.install();
        this.root = root.toAbsolutePath().normalize();
    }

    /// The full name of a branch. Throws FIELD_INVALID for what git does not take.
    public static String branchRef(String branch) {
        if (branch == null || !isBranch(branch)) {
            throw PlatformException.invalid("source.push.branch", "is not the name of a Git branch");
        }
        return Constants.R_HEADS + branch;
    }

    /// Whether git takes it as the short name of a branch.
    static boolean isBranch(String name) {
        return name.length() <= 200 && !name.startsWith("-") && Repository.isValidRefName(Constants.R_HEADS + name);
    }

    /// Makes the repository of a new application, empty, its HEAD at the branch. There already is fine; then
    /// HEAD moves.
    public void create(UUID application, String branch) {
        try {
            if (!Files.isDirectory(path(application))) {
                make(application, branch);
            }
            head(application, branch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean exists(UUID application) {
        return Files.isDirectory(path(application));
    }

    /// Removes the repository. Not there is fine.
    public void delete(UUID application) {
        try {
            if (exists(application)) {
                Path doomed = area("removed").resolve(UUID.randomUUID().toString());
                Files.move(path(application), doomed, StandardCopyOption.ATOMIC_MOVE);
                Durable.sync(root);
                Durable.removeTree(doomed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes what a crash has left: half made, half removed, pushes that never ended, locks nobody holds.
    /// Before anything is served.
    public void sweep() {
        try {
            for (String area : new String[] {"new", "incoming", "removed", "clock"}) {
                try (Stream<Path> left = Files.list(area(area))) {
                    for (Path path : left.toList()) {
                        Durable.removeTree(path);
                    }
                }
            }
            try (Stream<Path> stored = Files.list(root)) {
                for (Path repository :
                        stored.filter(path -> path.toString().endsWith(".git")).toList()) {
                    Debris.remove(repository);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        measure();
    }

    private void measure() {
        try {
            FS.getFileStoreAttributes(area("clock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes pushes that ended and could not be removed then.
    void sweepBrokenOff() throws IOException {
        try (Stream<Path> left = Files.list(area("incoming"))) {
            for (Path path : left.filter(each -> !arriving.contains(each)).toList()) {
                Durable.removeTree(path);
            }
        }
    }

    /// A push arrives there; nobody else touches it until it has departed.
    Path arrive() throws IOException {
        Path place = area("incoming").resolve(UUID.randomUUID().toString());
        arriving.add(place);
        return place;
    }

    void depart(Path place) {
        arriving.remove(place);
    }

    /// Of every application that has one.
    List<UUID> all() throws IOException {
        try (Stream<Path> directories = Files.list(root)) {
            return directories
                    .map(directory -> REPOSITORY.matcher(directory.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> UUID.fromString(name.group(1)))
                    .toList();
        }
    }

    /// besides are directories of objects that it sees, too. Throws NOT_FOUND. The caller closes it.
    Repository open(UUID application, Path... besides) throws IOException {
        if (!exists(application)) {
            throw PlatformException.notFound("The repository of this application");
        }
        return at(path(application), besides);
    }

    /// One at a time for an application: between storing a ref and queueing its build nobody comes in between.
    ReentrantLock lock(UUID application) {
        return locks[Math.floorMod(application.hashCode(), LOCKS)];
    }

    /// A directory for passing things, on the same file system as the repositories.
    Path area(String name) throws IOException {
        return Files.createDirectories(root.resolve("." + name));
    }

    Path path(UUID application) {
        return root.resolve(application + ".git");
    }

    private void make(UUID application, String branch) throws IOException {
        Path fresh = area("new").resolve(UUID.randomUUID().toString());
        try (Repository repository = at(fresh)) {
            repository.create(true);
            configure(repository.getConfig());
            link(repository, branch);
        }
        try (Stream<Path> files = Files.walk(fresh)) {
            for (Path file : files.toList()) {
                Durable.sync(file);
            }
        }
        lock(application).lock();
        try {
            if (!exists(application)) {
                Files.move(fresh, path(application), StandardCopyOption.ATOMIC_MOVE);
            }
            Durable.sync(root);
        } finally {
            lock(application).unlock();
            Durable.removeTree(fresh);
        }
    }

    /// What every repository here is set to: durable writes, no work in the background, bounded memory.
    static void configure(StoredConfig config) throws IOException {
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncObjectFiles", true);
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncRefFiles", true);
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "symlinks", false);
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, "auto", 0);
        config.setBoolean(ConfigConstants.CONFIG_RECEIVE_SECTION, null, "autogc", false);
        config.setInt(ConfigConstants.CONFIG_PACK_SECTION, null, "threads", 1);
        config.setString(ConfigConstants.CONFIG_PACK_SECTION, null, "windowMemory", "64m");
        config.setString(ConfigConstants.CONFIG_CORE_SECTION, null, "bigFileThreshold", "16m");
        config.save();
    }

    private void head(UUID application, String branch) throws IOException {
        try (Repository repository = at(path(application))) {
            if (!branchRef(branch).equals(repository.getFullBranch())) {
                link(repository, branch);
                Durable.syncUpTo(path(application), path(application).resolve(Constants.HEAD));
            }
        }
    }

    private static void link(Repository repository, String branch) throws IOException {
        RefUpdate head = repository.updateRef(Constants.HEAD);
        RefUpdate.Result result = head.link(branchRef(branch));
        switch (result) {
            case NEW, FORCED, NO_CHANGE -> {}
            default -> throw new IOException("HEAD was not set: " + result);
        }
    }

    private static FileRepository at(Path directory, Path... besides) throws IOException {
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        for (Path objects : besides) {
            builder.addAlternateObjectDirectory(objects.toFile());
        }
        return (FileRepository) builder.setGitDir(directory.toFile()).setBare().build();
    }
}
