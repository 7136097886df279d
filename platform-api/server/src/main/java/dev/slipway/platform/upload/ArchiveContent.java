package dev.slipway.platform.upload;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceTree.Kind;
import dev.slipway.platform.git.LinkTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes the entries of an archive one after the other, judges each, and keeps what is a source. Whoever reads an
/// archive only names what it finds; what may be in one is said here. Every method throws ARCHIVE_REFUSED or TOO_LARGE.
final class ArchiveContent {
    private static final int LONGEST_TARGET = 4096;

    private final EntryNames names;
    private final ArchiveBounds bounds;
    private final KeptArchive kept;
    /// Each file and link by its path, with the path whose content it has; null for links.
    private final Map<String, String> files = new HashMap<>();
    private final Set<String> directories = new HashSet<>();
    private final Map<String, String> links = new LinkedHashMap<>();

    ArchiveContent(EntryNames names, ArchiveBounds bounds, KeptArchive kept) {
        this.names = names;
        this.bounds = bounds;
        this.kept = kept;
    }

    /// Directories count and are otherwise nothing: git keeps none that are empty either.
    void directory(String name) {
        String path = names.path(name);
        if (!path.isEmpty() && !EntryNames.isIgnored(path)) {
            names.check(path);
            enter(name, path);
        } else {
            bounds.entry(0);
        }
    }

    void file(String name, boolean executable, InputStream content) throws IOException {
        String path = names.path(name);
        InputStream counted = bounds.counted(name, content);
        if (EntryNames.isIgnored(path)) {
            bounds.entry(0);
            counted.transferTo(OutputStream.nullOutputStream());
            return;
        }
        claim(name, path);
        files.put(path, path);
        kept.add(path, executable ? Kind.EXECUTABLE : Kind.FILE, counted);
    }

    /// A symbolic link; where it leads is judged at the end.
    void link(String name, String target) throws IOException {
        String path = names.path(name);
        if (EntryNames.isIgnored(path)) {
            bounds.entry(0);
            return;
        }
        if (target.isEmpty() || target.length() > LONGEST_TARGET || target.indexOf('\0') >= 0) {
            throw ArchiveFault.entry(
                    name, "is a symbolic link without a target that can be used", "Leave the link out.");
        }
        claim(name, path);
        bounds.entry(target.length());
        files.put(path, null);
        links.put(path, target);
        kept.add(path, Kind.LINK, new ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8)));
    }

    /// A second name of a file that came before; any other target is outside, or a trick.
    void hardLink(String name, String target) {
        String path = names.path(name);
        if (EntryNames.isIgnored(path)) {
            bounds.entry(0);
            return;
        }
        String original = target.startsWith("/") ? null : files.get(names.path(target));
        if (original == null) {
            throw ArchiveFault.entry(
                    name,
                    "is a hard link to what is no file before it in the archive",
                    "Leave it out, or pack the file itself (tar --hard-dereference).");
        }
        claim(name, path);
        files.put(path, original);
        kept.same(path, original);
    }

    /// Devices, pipes, sockets, sparse and unknown kinds.
    void other(String name, String what) {
        throw ArchiveFault.entry(name, "is " + what, "Leave it out: a source has files, directories and links.");
    }

    private void claim(String name, String path) {
        if (path.isEmpty()) {
            throw ArchiveFault.entry(name, "names the root of the archive and is no directory", "Leave it out.");
        }
        names.check(path);
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            enter(name, path.substring(0, slash));
        }
        if (files.containsKey(path) || directories.contains(path)) {
            throw ArchiveFault.entry(name, "is there twice, and each would be another source", "Pack each file once.");
        }
        bounds.entry(path.length());
    }

    /// Every directory on the way; none may be a file or a link, through which something would be written elsewhere.
    private void enter(String name, String directory) {
        for (int end = directory.length(); end > 0; end = directory.lastIndexOf('/', end - 1)) {
            String each = directory.substring(0, end);
            if (files.containsKey(each)) {
                throw ArchiveFault.entry(
                        name, "lies below \"" + each + "\", which is a file or a link", "Pack each path as one thing.");
            }
            if (!directories.add(each)) {
                return;
            }
            bounds.entry(each.length());
        }
    }

    /// What only the whole can tell: that there is something, and that no link leads out of it.
    void finish() {
        if (files.isEmpty()) {
            throw PlatformException.of(
                    ErrorCode.ARCHIVE_REFUSED, "The archive holds no file.", "Pack the files of the application.");
        }
        int top = KeptTree.soleFolder(List.copyOf(files.keySet()))
                .map(folder -> folder.length() + 1)
                .orElse(0);
        links.forEach((path, target) -> {
            if (LinkTarget.leaves(path.substring(top), target)) {
                throw ArchiveFault.entry(
                        path,
                        "is a symbolic link that leads out of the source",
                        "Make it relative, to something inside the source, or leave it out.");
            }
        });
    }

    long bytes() {
        return bounds.bytes();
    }
}
