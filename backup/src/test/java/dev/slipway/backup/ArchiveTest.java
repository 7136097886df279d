package dev.slipway.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final ArchiveReader.Visitor NOTHING = (name, size, content) -> {};

    @TempDir
    Path directory;

    private SealingKey key;
    private SealingKey other;

    @BeforeEach
    void keys() throws IOException {
        key = TestKey.in(directory.resolve("key"), 1);
        other = TestKey.in(directory.resolve("other"), 2);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        byte[] archive = archive(Map.of("database/users/000001", "ada\n", "platform/uploads/a", ""));
        Map<String, String> read = new HashMap<>();

        ArchiveReader reader = new ArchiveReader(new ByteArrayInputStream(archive), key);
        Manifest manifest = reader.read(
                (name, size, content) -> read.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8)));

        assertThat(read).isEqualTo(Map.of("database/users/000001", "ada\n", "platform/uploads/a", ""));
        assertThat(reader.header().installation()).isEqualTo("abc123");
        assertThat(manifest.rows()).isEqualTo(Map.of("users", 1L));
        assertThat(manifest.bytes()).isEqualTo(4);
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        byte[] archive = archive(Map.of());

        assertThatThrownBy(() -> new ArchiveReader(new ByteArrayInputStream(archive), other))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("key");
    }

    @Test
    void anArchiveCutOffAnywhereIsRefused() throws IOException {
        byte[] archive = archive(Map.of("database/users/000001", "x".repeat(3_000)));

        for (int length = 0; length < archive.length; length += 7) {
            byte[] cut = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(BackupException.class);
        }
    }

    @Test
    void aChangedContentIsRefused() throws IOException {
        byte[] tar = unzipped(archive(Map.of("database/users/000001", "x".repeat(3_000))));
        int from = new String(tar, StandardCharsets.ISO_8859_1).indexOf("xxxx");

        for (int offset : new int[] {0, 1_500, 2_999}) {
            byte[] changed = tar.clone();
            changed[from + offset] ^= 1;
            assertThatThrownBy(() -> read(zipped(changed)))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aChangedManifestIsRefused() throws IOException {
        byte[] tar = unzipped(archive(Map.of("database/users/000001", "ada\n")));
        int at = new String(tar, StandardCharsets.ISO_8859_1).indexOf("{\"users\":1}");
        tar[at + "{\"users\":".length()] = '2';

        assertThatThrownBy(() -> read(zipped(tar)))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("seal");
    }

    @Test
    void whatIsNoArchiveOfOursIsRefused() throws IOException {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);

        for (byte[] foreign : List.of(new byte[0], "text".getBytes(), noise, zipped(noise), zipped(new byte[2_048]))) {
            assertThatThrownBy(() -> read(foreign))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("./slipway backup");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform/../../etc/passwd",
                "platform//etc/passwd",
                "platform/a/./b",
                "/etc/passwd",
                "secrets/key",
                "platform",
                "platform/a\nb"
            })
    void anEntryThatLeadsElsewhereIsRefused(String name) throws IOException {
        byte[] archive = archive(Map.of(name, "x"));

        assertThatThrownBy(() -> read(archive))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("no backup makes");
    }

    @Test
    void aFileThatGrowsIsTakenAsItWasAndOneThatShrinksFails() throws IOException {
        ArchiveWriter archive = new ArchiveWriter(OutputStream.nullOutputStream(), header());
        archive.add("platform/build-logs/1", 2, new ByteArrayInputStream("grown".getBytes()));

        assertThatThrownBy(() -> archive.add("platform/uploads/2", 9, new ByteArrayInputStream("short".getBytes())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shorter");
        assertThat(archive.parts().getFirst().bytes()).isEqualTo(2);
    }

    private void read(byte[] archive) throws IOException {
        new ArchiveReader(new ByteArrayInputStream(archive), key).read(NOTHING);
    }

    private byte[] archive(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArchiveWriter archive = new ArchiveWriter(out, header())) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                byte[] content = entry.getValue().getBytes(StandardCharsets.UTF_8);
                archive.add(entry.getKey(), content, content.length);
            }
            archive.finish(new Manifest(Map.of("users", 1L), 0, 0, archive.parts(), List.of()), key);
        }
        return out.toByteArray();
    }

    private Header header() {
        return Header.of("0.1.0", 9, "abc123", 1, "10.208.0.0/12", Instant.EPOCH, key.proof());
    }

    private static byte[] unzipped(byte[] archive) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes();
    }

    private static byte[] zipped(byte[] tar) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(tar);
        }
        return out.toByteArray();
    }
}
