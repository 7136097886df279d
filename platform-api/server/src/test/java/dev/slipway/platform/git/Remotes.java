package dev.slipway.platform.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Repositories below one directory, with submodules as git would write them.
final class Remotes {
    private final Path root;
    private final Map<String, GitClient> clients = new HashMap<>();
    private final Map<String, Map<String, String>> links = new HashMap<>();
    String newest;

    Remotes(Path root) {
        this.root = root;
    }

    /// Made when it is first asked for.
    GitClient at(String name) {
        return clients.computeIfAbsent(name, one -> GitClient.at(root.resolve(one), "http://127.0.0.1/nowhere"));
    }

    String commit(String name, String path, String content) {
        newest = name;
        return at(name).write(path, content).commit(content);
    }

    /// Stages a gitlink and its entry; the commit need not be anywhere.
    void link(String name, String path, String url, String commit) {
        try {
            Files.createDirectories(at(name).directory.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        at(name).run("update-index", "--add", "--cacheinfo", "160000," + commit + "," + path)
                .expect(0);
        Map<String, String> all = links.computeIfAbsent(name, _ -> new HashMap<>());
        all.put(path, "[submodule \"" + path + "\"]\n\tpath = " + path + "\n\turl = " + url + "\n");
        at(name).write(".gitmodules", String.join("", all.values()));
    }
}
