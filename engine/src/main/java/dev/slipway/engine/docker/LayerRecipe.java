package dev.slipway.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// The tar of a layer, put together again as its recipe says: lines of JSON, each either bytes (headers, padding) or
/// the name and the size of a file whose content comes next. Source of the format: the project tar-split, which the
/// engine uses. No link is followed: a layer's names are its maker's.
final class LayerRecipe extends InputStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FILE = 1;
    private static final int SEGMENT = 2;

    private final BufferedReader lines;
    private final Path files;
    private InputStream part = InputStream.nullInputStream();
    // How much of the part is still to come.
    private long left;

    private LayerRecipe(BufferedReader lines, Path files) {
        this.lines = lines;
        this.files = files;
    }

    /// A file is not what the recipe says.
    static final class TornException extends IOException {
        private static final long serialVersionUID = 1L;

        TornException(String message) {
            super(message);
        }
    }

    /// recipe is compressed with gzip; files is the directory of the layer's files.
    static InputStream open(Path recipe, Path files) throws IOException {
        InputStream compressed = Files.newInputStream(recipe);
        try {
            return new LayerRecipe(
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(compressed), StandardCharsets.UTF_8)),
                    files);
        } catch (IOException e) {
            compressed.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (length > 0) {
            int read = part.read(bytes, offset, (int) Math.min(length, left));
            if (left > 0 && read > 0) {
                left -= read;
                return read;
            }
            if (left > 0) {
                throw new TornException("a file is shorter than the recipe says");
            }
            if (!next()) {
                return -1;
            }
        }
        return 0;
    }

    private boolean next() throws IOException {
        part.close();
        part = InputStream.nullInputStream();
        String line = lines.readLine();
        if (line == null) {
            return false;
        }
        JsonNode entry = JSON.readTree(line);
        switch (entry.path("type").asInt()) {
            case SEGMENT -> {
                byte[] payload = entry.path("payload").binaryValue();
                part = new ByteArrayInputStream(payload);
                left = payload.length;
            }
            case FILE -> {
                left = entry.path("size").asLong();
                part = left == 0
                        ? InputStream.nullInputStream()
                        : Files.newInputStream(place(entry), LinkOption.NOFOLLOW_LINKS);
            }
            default -> throw new TornException("the recipe has a line of another kind");
        }
        return true;
    }

    private Path place(JsonNode entry) throws IOException {
        if (!entry.path("name_raw").isMissingNode()) {
            throw new TornException("a name is not UTF-8");
        }
        Path place = files;
        for (Path name : Path.of("/" + entry.path("name").asText()).normalize()) {
            if (Files.isSymbolicLink(place)) {
                throw new TornException("a directory is a link");
            }
            place = place.resolve(name.toString());
        }
        return place;
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            part.close();
        }
    }
}
