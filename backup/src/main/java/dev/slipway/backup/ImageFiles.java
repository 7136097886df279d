package dev.slipway.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The images of releases: an OCI image layout on disk (image specification 1.0), written by the node after a
/// release is live. Its small files are read before its blobs, so every blob they name is found.
final class ImageFiles {
    static final String AREA = "images/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BLOBS = "blobs";
    private static final Set<String> PASSING = Set.of("incoming", "removed", BLOBS);

    private final Path layout;

    ImageFiles(Path layout) {
        this.layout = layout;
    }

    /// The ids of the images that are there whole: the digests of their configurations.
    Set<String> present() throws IOException {
        Set<String> images = new HashSet<>();
        for (JsonNode manifest : json(layout.resolve("index.json")).path("manifests")) {
            images.add(json(blob(manifest.path("digest").asText()))
                    .path("config")
                    .path("digest")
                    .asText());
        }
        return images;
    }

    /// Those of the needed releases whose image is not among the present ones.
    static List<String> missing(Map<String, List<String>> needed, Set<String> present) {
        return needed.entrySet().stream()
                .filter(image -> !present.contains(image.getKey()))
                .flatMap(image -> image.getValue().stream())
                .toList();
    }

    void write(ArchiveWriter archive) throws IOException {
        for (Path path : list(layout)) {
            if (!PASSING.contains(path.getFileName().toString())) {
                either(archive, path);
            }
        }
        either(archive, layout.resolve(BLOBS));
    }

    private void either(ArchiveWriter archive, Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path below : list(path)) {
                either(archive, below);
            }
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                archive.add(AREA + layout.relativize(path), Files.size(path), content);
            } catch (NoSuchFileException _) {
                // Nobody needed it any more.
            }
        }
    }

    private Path blob(String digest) {
        return layout.resolve(BLOBS).resolve("sha256").resolve(digest.replaceFirst("^sha256:", ""));
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return JSON.createObjectNode();
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }
}
