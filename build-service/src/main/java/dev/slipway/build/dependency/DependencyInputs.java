package dev.slipway.build.dependency;

import dev.slipway.build.cache.BranchKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// All that installing the dependencies of one source may read: the declared files by name, and the variables of
/// the build that the builder allows.
public record DependencyInputs(SortedMap<String, byte[]> files, SortedMap<String, String> variables) {
    private static final int LARGEST = 4 << 20;

    /// Of the upload's tar only the files that the builder asked for are taken, from the root of the source below
    /// destination. open is what goes into the image, closed what does not. Empty without a lock file, or above
    /// 4 MiB. Throws IOException where the tar breaks off.
    public static Optional<DependencyInputs> read(
            DependencyContract contract,
            InputStream tar,
            String destination,
            Map<String, String> open,
            Map<String, String> closed)
            throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        if (!read(contract, tar, destination.substring(1) + "/src/", files)
                || contract.locks().stream().noneMatch(files::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(new DependencyInputs(files, contract.variables(open, closed)));
    }

    /// Whether all of them are plain files and not too large.
    private static boolean read(
            DependencyContract contract, InputStream in, String root, SortedMap<String, byte[]> files)
            throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
        long bytes = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName().startsWith(root) ? entry.getName().substring(root.length()) : "";
            if (contract.asked().contains(name)) {
                bytes += entry.getSize();
                if (entry.getLinkFlag() != TarConstants.LF_NORMAL || bytes > LARGEST) {
                    return false;
                }
                files.put(name, tar.readAllBytes());
            }
        }
        return true;
    }

    /// What decides, for whoever was not told by the source.
    public DependencyIdentity identity() {
        SortedMap<String, String> contents = new TreeMap<>();
        files.forEach((name, content) -> contents.put(name, BranchKey.digest(content)));
        return new DependencyIdentity(contents, variables);
    }
}
