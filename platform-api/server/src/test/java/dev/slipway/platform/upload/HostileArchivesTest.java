package dev.slipway.platform.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.upload.Uploads.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every form of archive with every kind of entry under every name that tries to reach further than a source may
/// (`security.md` A03): each is refused with a reason, or holds what is harmless, and nothing changes beside it.
class HostileArchivesTest {
    private static final List<String> NAMES = List.of(
            "../escape",
            "..",
            "a/../../escape",
            "a/./../../escape",
            "../root-evil/file",
            "/etc/cron.d/owned",
            "//etc/passwd",
            "/../etc/passwd",
            "C:/windows",
            "C:\\windows",
            "..\\escape",
            "a\\..\\..\\escape",
            "\u2025/escape",
            "\uff0e\uff0e/escape",
            "..\u2215escape",
            "%2e%2e/escape",
            ".git/hooks/post-checkout",
            "a/.GIT/config",
            "GIT~1/config",
            "a\nb",
            "a\u001b[31mb",
            "a\u0000b",
            " ../escape",
            "...");

    @TempDir
    Path directory;

    private record Hostile(ArchiveFormat format, String kind, String name, byte[] bytes) {}

    private static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>();
        for (String name : NAMES) {
            add(all, "file", name, Samples.tar(out -> Samples.file(out, name, "owned")));
            add(all, "link", name, Samples.tar(out -> {
                Samples.link(out, "link", name);
                Samples.file(out, "link/through", "owned");
            }));
            add(all, "hard link", name, Samples.tar(out -> Samples.hardLink(out, "hard", name)));
            add(all, "directory", name, Samples.tar(out -> {
                Samples.directory(out, name);
                Samples.file(out, name + "/below", "owned");
            }));
            all.add(new Hostile(
                    ArchiveFormat.ZIP, "file", name, Samples.zip(out -> Samples.entry(out, name, 0100644, "owned"))));
            all.add(new Hostile(
                    ArchiveFormat.ZIP, "link", name, Samples.zip(out -> Samples.entry(out, "link", 0120777, name))));
        }
        return all;
    }

    private static void add(List<Hostile> all, String kind, String name, byte[] tar) {
        all.add(new Hostile(ArchiveFormat.TAR, kind, name, tar));
        all.add(new Hostile(ArchiveFormat.GZIP, kind, name, Samples.gzip(tar)));
    }

    @Test
    void eachIsRefusedWithAReasonOrHarmless() throws IOException {
        Files.createDirectories(directory.resolve("root-evil"));
        Files.writeString(directory.resolve("escape"), "as it was");
        Intake intake = new Intake(directory.resolve("root"), FixedUploadConfig.defaults());
        List<Hostile> all = all();
        Map<Path, FileTime> before = beside();
        int refused = 0;
        for (Hostile hostile : all) {
            try (Held held = intake.take(hostile.format(), hostile.bytes())) {
                assertThat(held.digest()).isNotNull();
            } catch (PlatformException refusal) {
                assertThat(refusal.code()).as(hostile.toString()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
                assertThat(refusal.next()).isNotBlank();
                refused++;
                continue;
            }
            assertHarmless(hostile, intake.files(hostile.format(), hostile.bytes()));
        }

        assertThat(all).hasSizeGreaterThan(200);
        assertThat(refused).isGreaterThan(150);
        assertThat(beside()).isEqualTo(before);
    }

    private static void assertHarmless(Hostile hostile, Map<String, String> files) {
        files.forEach((path, content) -> {
            assertThat(path).as(hostile.toString()).doesNotStartWith("/").doesNotContain("\\");
            assertThat(List.of(path.split("/"))).as(hostile.toString()).doesNotContain("..", ".", "", ".git");
            assertThat(content)
                    .as(hostile.toString())
                    .doesNotStartWith("LINK /")
                    .doesNotStartWith("LINK ../")
                    .isNotEqualTo("LINK ..");
        });
    }

    /// All that is not the platform's own, with the time of its last change.
    private Map<Path, FileTime> beside() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.startsWith(directory.resolve("root")) && !file.equals(directory))
                    .collect(Collectors.toMap(file -> file, HostileArchivesTest::changed));
        }
    }

    private static FileTime changed(Path file) {
        return FileTime.fromMillis(file.toFile().lastModified());
    }
}
