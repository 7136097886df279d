package dev.slipway.platform.git;

import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import dev.slipway.platform.submodule.GitModules;
import dev.slipway.platform.submodule.GitModules.Declared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// The files of a commit with those of its submodules in their places, within the limits of one source. Asks for one
/// tree after the other, those of nested submodules too, and stops at the first that nobody should follow.
final class SubmoduleFiles {
    /// In all.
    static final int MOST = 20;

    /// A submodule of the source has depth 1.
    static final int DEEPEST = 5;

    private final ObjectReader reader;
    private final TreeFiles files;
    private final Deque<Submodule> wanted = new ArrayDeque<>();
    private final Set<String> grafted = new HashSet<>();
    private int found;

    /// url is where the commit came from, null where it was pushed here or no URL is asked for. Throws FailedBuild
    /// SourceSubmoduleUnusable, and what {@link TreeFiles} throws.
    SubmoduleFiles(GitConfig limits, ObjectReader reader, ObjectId tree, GitUrl url) throws IOException {
        this.reader = reader;
        this.files = new TreeFiles(limits, reader);
        level("", tree, url, 1);
    }

    /// The next whose tree is needed; null when all is there.
    Submodule next() {
        return wanted.poll();
    }

    /// Puts the tree where the submodule is; url is where it came from.
    void graft(Submodule submodule, GitUrl url, ObjectId tree) throws IOException {
        grafted.add(submodule.path());
        level(submodule.path() + "/", tree, url, submodule.depth() + 1);
    }

    private void level(String prefix, ObjectId tree, GitUrl url, int depth) throws IOException {
        List<Entry> level = files.add(prefix, tree);
        List<Entry> links =
                level.stream().filter(entry -> entry.kind() == Kind.SUBMODULE).toList();
        if (links.isEmpty()) {
            return;
        }
        GitModules modules = GitModules.parse(text(prefix, level));
        for (Entry link : links) {
            Declared declared = modules.at(link.path().substring(prefix.length()));
            if (!declared.left()) {
                wanted.add(new Submodule(
                        link.path(), declared.url(), url, ObjectId.fromString(link.object()), counted(link, depth)));
            }
        }
    }

    private int counted(Entry link, int depth) {
        if (++found > MOST) {
            throw GitModules.unusable("The source has more than " + MOST + " submodules in all; the first too many is "
                    + GitModules.shown(link.path()) + ".");
        }
        if (depth > DEEPEST) {
            throw GitModules.unusable(
                    "The submodules are nested deeper than " + DEEPEST + ": " + GitModules.shown(link.path()) + ".");
        }
        return depth;
    }

    private String text(String prefix, List<Entry> level) throws IOException {
        String path = prefix + GitModules.FILE;
        for (Entry entry : level) {
            if (entry.path().equals(path)) {
                if (entry.kind() == Kind.LINK || entry.size() > GitModules.LARGEST) {
                    throw GitModules.unusable(
                            GitModules.shown(path) + " must be a file of at most " + GitModules.LARGEST + " bytes.");
                }
                ObjectId object = ObjectId.fromString(entry.object());
                byte[] content = reader.open(object, Constants.OBJ_BLOB).getCachedBytes(GitModules.LARGEST);
                return new String(content, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /// Those of submodules after those of what names them. Throws FailedBuild where something lies below what is no
    /// directory: trees that git would not make can say so.
    List<Entry> entries() {
        List<Entry> all = files.entries().stream()
                .filter(entry -> entry.kind() != Kind.SUBMODULE || !grafted.contains(entry.path()))
                .toList();
        Set<String> taken = new HashSet<>();
        for (Entry entry : all) {
            if (!taken.add(entry.path())) {
                throw GitModules.unusable("The path " + GitModules.shown(entry.path()) + " is there twice.");
            }
        }
        all.forEach(entry -> checkAbove(entry.path(), taken));
        return all;
    }

    private static void checkAbove(String path, Set<String> taken) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String above = path.substring(0, slash);
            if (taken.contains(above)) {
                throw GitModules.unusable("The path " + GitModules.shown(path) + " lies below "
                        + GitModules.shown(above) + ", which is no directory.");
            }
        }
    }
}
