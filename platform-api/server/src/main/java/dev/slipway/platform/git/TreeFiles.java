package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.log.PlainText;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Reads the files of trees within the limits of one source. Twelve objects can name 10^9 files
/// (CVE-2017-15298), so it counts as it goes, directories too, and stops at the first too many.
final class TreeFiles {
    private static final int LONGEST_NAME = 255;

    private final GitConfig limits;
    private final ObjectReader reader;
    private final ObjectChecker checker = new ObjectChecker();
    private final List<Entry> files = new ArrayList<>();
    private int count;
    private int above;
    private long bytes;

    TreeFiles(GitConfig limits, ObjectReader reader) {
        this.limits = limits;
        this.reader = reader;
    }

    /// In the order of the tree. Throws PlatformException TOO_LARGE or FIELD_INVALID with the path that is at
    /// fault.
    static List<Entry> read(GitConfig limits, ObjectReader reader, AnyObjectId tree) throws IOException {
        return new TreeFiles(limits, reader).add("", tree);
    }

    /// One tree more, below prefix, which ends with a slash or is empty; the limits are those of all together.
    List<Entry> add(String prefix, AnyObjectId tree) throws IOException {
        int before = files.size();
        above = prefix.getBytes(StandardCharsets.UTF_8).length;
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                visit(prefix, walk);
            }
        }
        return List.copyOf(files.subList(before, files.size()));
    }

    List<Entry> entries() {
        return List.copyOf(files);
    }

    private void visit(String prefix, TreeWalk walk) throws IOException {
        if (++count > limits.maxFiles()) {
            throw tooLarge("The commit has more than " + limits.maxFiles() + " files and directories.");
        }
        String path = path(prefix, walk);
        if (walk.isSubtree()) {
            walk.enterSubtree();
            return;
        }
        Kind kind = kind(walk.getFileMode(0), path);
        AnyObjectId object = walk.getObjectId(0);
        long size = kind == Kind.SUBMODULE ? 0 : reader.getObjectSize(object, ObjectReader.OBJ_ANY);
        bytes += size;
        if (bytes > limits.maxTree().value()) {
            throw tooLarge("The files of the commit are more than " + limits.maxTree() + " together.");
        }
        files.add(new Entry(path, kind, size, object.name()));
    }

    private String path(String prefix, TreeWalk walk) {
        if (above + walk.getPathLength() > limits.maxPath()) {
            throw tooLarge("A path is longer than " + limits.maxPath() + " bytes: "
                    + PlainText.of(prefix + walk.getPathString(), 100) + "…");
        }
        String path = prefix + walk.getPathString();
        try {
            checker.checkPath(path);
        } catch (CorruptObjectException e) {
            throw invalid("The path " + PlainText.of(path, 200) + " is not allowed: " + e.getMessage() + ".");
        }
        if (walk.getRawPath().length - slash(walk) > LONGEST_NAME) {
            throw tooLarge("A name is longer than " + LONGEST_NAME + " bytes: " + PlainText.of(path, 100) + "…");
        }
        return path;
    }

    /// Bytes of the path before the last name.
    private static int slash(TreeWalk walk) {
        byte[] path = walk.getRawPath();
        int end = path.length;
        while (end > 0 && path[end - 1] != '/') {
            end--;
        }
        return end;
    }

    private static Kind kind(FileMode mode, String path) {
        return switch (mode.getBits() & FileMode.TYPE_MASK) {
            case FileMode.TYPE_FILE -> FileMode.EXECUTABLE_FILE.equals(mode.getBits()) ? Kind.EXECUTABLE : Kind.FILE;
            case FileMode.TYPE_SYMLINK -> Kind.LINK;
            case FileMode.TYPE_GITLINK -> Kind.SUBMODULE;
            default -> throw invalid("The path " + PlainText.of(path, 200) + " has an unknown kind.");
        };
    }

    private static PlatformException tooLarge(String detail) {
        return PlatformException.of(
                ErrorCode.TOO_LARGE,
                detail,
                "Take what is not source out of the repository (dependencies, build output), or split it.");
    }

    private static PlatformException invalid(String detail) {
        return PlatformException.of(ErrorCode.FIELD_INVALID, detail, "Take it out of the repository and push again.");
    }
}
