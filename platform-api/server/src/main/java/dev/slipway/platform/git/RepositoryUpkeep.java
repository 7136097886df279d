package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/// Keeps repositories small: their objects go into one pack, and what no ref reaches goes when it is old
/// enough. One repository at a time, the untidiest first, only those that need it, and never one that a push is
/// about to change: pushes that come meanwhile wait.
public final class RepositoryUpkeep {
    private static final System.Logger LOG = System.getLogger(RepositoryUpkeep.class.getName());
    /// Each costs every reader a look; git itself is content with up to 50.
    private static final int PACKS = 20;

    /// In one of 256 directories, so about 1,300 in all.
    private static final int LOOSE = 5;

    private static final int AT_ONCE = 10;

    private final Repositories repositories;
    private final Duration keep;
    private final InstantSource clock;

    /// keep is how long objects stay that nothing reaches.
    public RepositoryUpkeep(Repositories repositories, Duration keep, InstantSource clock) {
        this.repositories = repositories;
        this.keep = keep;
        this.clock = clock;
    }

    private record Untidy(UUID application, int files) {}

    /// Tidies the ten that need it most. Returns how many.
    public int turn() throws IOException {
        List<Untidy> untidy = repositories.all().stream()
                .map(application -> new Untidy(application, untidiness(application)))
                .filter(each -> each.files() > 0)
                .sorted(Comparator.comparingInt(Untidy::files).reversed())
                .limit(AT_ONCE)
                .toList();
        int tidied = 0;
        for (Untidy each : untidy) {
            tidied += tidyOrLeave(each.application()) ? 1 : 0;
        }
        return tidied;
    }

    /// 0 for one that may stay as it is, or is just being removed.
    private int untidiness(UUID application) {
        Path objects = repositories.path(application).resolve(Constants.OBJECTS);
        int packs = count(objects.resolve("pack"), ".pack");
        int loose = count(objects.resolve("17"), "");
        return packs > PACKS || loose > LOOSE ? packs + loose * 256 : 0;
    }

    private static int count(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.filter(file -> file.toString().endsWith(ending)).count();
        } catch (IOException none) {
            return 0;
        }
    }

    private boolean tidyOrLeave(UUID application) {
        ReentrantLock lock = repositories.lock(application);
        if (!repositories.exists(application) || !lock.tryLock()) {
            return false;
        }
        try (Repository repository = repositories.open(application)) {
            tidy(repository, clock.instant().minus(keep));
            return true;
        } catch (IOException | GitAPIException failure) {
            LOG.log(System.Logger.Level.WARNING, "repository " + application + " stays untidy for now", failure);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// What nothing reaches goes when it is older than before.
    static void tidy(Repository repository, Instant before) throws IOException, GitAPIException {
        // Who reads an old pack finds its objects in the new one.
        repository.getConfig().setString(ConfigConstants.CONFIG_GC_SECTION, null, "prunePackExpire", "now");
        Git.wrap(repository).gc().setExpire(Date.from(before)).call();
        Path top = repository.getDirectory().toPath();
        Durable.sync(top.resolve(Constants.OBJECTS).resolve("pack"));
        Durable.sync(top.resolve(Constants.OBJECTS));
        Durable.syncUpTo(top, top.resolve(Constants.PACKED_REFS));
    }
}
