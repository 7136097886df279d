package dev.slipway.platform.git;

import dev.slipway.model.fault.KillPoint;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;

/// A place where objects arrive, pushed or fetched: a repository of its own that sees the objects of the real one and
/// shares nothing else. Closing removes it, so what is refused, breaks off or is forgotten leaves nothing behind.
final class Quarantine implements AutoCloseable {
    private final Repositories repositories;
    private final Path directory;
    private final Path target;
    private final Repository repository;

    Quarantine(Repositories repositories, BoundedRepository.Limits limits, Repository real) throws IOException {
        this(repositories, limits, real.getDirectory().toPath().resolve("objects"));
    }

    /// For a look that nothing is kept of: target is null then.
    Quarantine(Repositories repositories, BoundedRepository.Limits limits, Path target) throws IOException {
        this.repositories = repositories;
        this.directory = repositories.arrive();
        this.target = target;
        this.repository = new BoundedRepository(directory, limits);
        try {
            repository.create(true);
            Repositories.configure(repository.getConfig());
            if (target != null) {
                Path information = Files.createDirectories(objects().resolve("info"));
                Files.writeString(information.resolve("alternates"), target + "\n");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Repository repository() {
        return repository;
    }

    /// Hands the objects over to the real repository, durably. Whoever reads there finds a pack only when it is
    /// whole.
    void release() throws IOException {
        Set<Path> touched = new TreeSet<>();
        for (Path file : arrived()) {
            Path place = target.resolve(objects().relativize(file));
            Files.createDirectories(place.getParent());
            Durable.sync(file);
            if (isIndex(file)) {
                KillPoint.INDEX_MISSING.reached();
            }
            move(file, place);
            touched.add(place.getParent());
        }
        for (Path parent : touched) {
            Durable.sync(parent);
        }
        Durable.sync(target);
    }

    /// Everything but our own notes; an index, by which a pack is found, after its pack.
    private List<Path> arrived() throws IOException {
        try (Stream<Path> files = Files.walk(objects())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(objects().resolve("info")))
                    .filter(file -> !file.toString().endsWith(".keep"))
                    .sorted(Comparator.comparing(Quarantine::isIndex))
                    .toList();
        }
    }

    private static boolean isIndex(Path file) {
        return file.toString().endsWith(".idx");
    }

    /// A file of this name is there already when the same objects were pushed before: then that one stays.
    private static void move(Path file, Path place) throws IOException {
        try {
            if (!Files.exists(place)) {
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileAlreadyExistsException _) {
            Files.deleteIfExists(file);
        }
    }

    private Path objects() {
        return directory.resolve("objects");
    }

    @Override
    public void close() throws IOException {
        repository.close();
        repositories.depart(directory);
        Durable.removeTree(directory);
    }
}
