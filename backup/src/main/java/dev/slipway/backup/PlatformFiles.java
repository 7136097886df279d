package dev.slipway.backup;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The platform's files, read while it works: repositories, build logs, uploads. What vanishes meanwhile is
/// left out; links are not followed; names that begin with a dot are places where things are made or removed.
final class PlatformFiles {
    static final String AREA = "platform/";
    private static final String GIT = ".git";
    private static final String INDEX = ".idx";
    private static final String PACK = ".pack";

    private final ArchiveWriter archive;
    private final Set<UUID> applications;
    private int repositories;

    /// Repositories named by an application are taken for these only.
    PlatformFiles(ArchiveWriter archive, Set<UUID> applications) {
        this.archive = archive;
        this.applications = applications;
    }

    /// Gives how many repositories there were. Files beside the directories, such as the administrator's token,
    /// stay.
    int write(Path platform) throws IOException {
        for (Path area : list(platform)) {
            if (Files.isDirectory(area, LinkOption.NOFOLLOW_LINKS)) {
                tree(area, AREA + area.getFileName());
            }
        }
        return repositories;
    }

    private void tree(Path directory, String name) throws IOException {
        if (name.endsWith(GIT)) {
            if (isWanted(name)) {
                repository(directory, name);
            }
            return;
        }
        for (Path path : list(directory)) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                tree(path, name + "/" + path.getFileName());
            } else {
                plain(path, name + "/" + path.getFileName());
            }
        }
    }

    private void plain(Path path, String name) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path below : list(path)) {
                plain(below, name + "/" + below.getFileName());
            }
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            file(path, name);
        }
    }

    private boolean isWanted(String name) {
        String owner = name.substring(name.lastIndexOf('/') + 1, name.length() - GIT.length());
        try {
            return applications.contains(UUID.fromString(owner));
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    /// In an order in which nothing a ref names can be missed: Git stores objects before refs, collects garbage by
    /// making a pack before it removes what is in it, and packs refs before it removes them singly. So refs come
    /// first, single ones before packed ones; then objects, single ones before packs; and packs are listed again
    /// until none has vanished in between.
    private void repository(Path repository, String name) throws IOException {
        repositories++;
        plain(repository.resolve("refs"), name + "/refs");
        for (Path path : list(repository)) {
            if (!Set.of("refs", "objects").contains(path.getFileName().toString())) {
                plain(path, name + "/" + path.getFileName());
            }
        }
        Path objects = repository.resolve("objects");
        for (Path path : list(objects)) {
            if (path.getFileName().toString().matches("[0-9a-f]{2}")) {
                plain(path, name + "/objects/" + path.getFileName());
            }
        }
        Set<String> done = new HashSet<>();
        boolean whole;
        do {
            whole = packs(objects.resolve("pack"), name + "/objects/pack/", done);
        } while (!whole);
    }

    /// False where a pack of the list was gone when its turn came.
    private boolean packs(Path directory, String name, Set<String> done) throws IOException {
        boolean whole = true;
        for (Path index : list(directory)) {
            String file = index.getFileName().toString();
            if (file.endsWith(INDEX) && done.add(file)) {
                whole &= pack(directory, name, file.substring(0, file.length() - INDEX.length()));
            }
        }
        return whole;
    }

    /// Both or none: the index is opened before anything of the pack is written.
    private boolean pack(Path directory, String name, String stem) throws IOException {
        try (FileChannel index = open(directory.resolve(stem + INDEX));
                FileChannel pack = open(directory.resolve(stem + PACK))) {
            add(name + stem + PACK, pack);
            add(name + stem + INDEX, index);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private void file(Path file, String name) throws IOException {
        if (name.endsWith(".lock")) {
            return;
        }
        try (FileChannel content = open(file)) {
            add(name, content);
        } catch (NoSuchFileException _) {
            // Gone since it was listed.
        }
    }

    private void add(String name, FileChannel content) throws IOException {
        archive.add(name, content.size(), Channels.newInputStream(content));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(path -> {
                if (!path.getFileName().toString().startsWith(".")) {
                    paths.add(path);
                }
            });
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        paths.sort(null);
        return paths;
    }
}
