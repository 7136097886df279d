package dev.slipway.platform.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that try to reach further than a source may: each is refused with the entry's
/// name and leaves no file.
class HostileArchiveTest {
    @TempDir
    Path root;

    private Intake intake;

    @BeforeEach
    void anIntake() {
        intake = new Intake(root, FixedUploadConfig.defaults());
    }

    private void refused(byte[] tar, String entry) {
        PlatformException refusal = intake.refusal(ArchiveFormat.TAR, tar);
        assertThat(refusal.code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        assertThat(refusal).hasMessageContaining(entry);
        assertThat(refusal.errors()).singleElement().extracting("field").isEqualTo(entry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escape",
                "a/../../escape",
                "a/..",
                "..",
                "/etc/passwd",
                "//etc/passwd",
                "C:/windows",
                "C:\\windows",
                "a\\..\\..\\b",
                "..\\b",
                "a/b\nc",
                "a\u001b[31mb",
                "a/.GIT/config",
                "GIT~1/config",
                "./../x",
                "x/./../../y"
            })
    void noNameLeadsOut(String name) {
        byte[] tar = Samples.tar(out -> {
            Samples.file(out, "index.html", "hello");
            Samples.file(out, name, "owned");
        });
        assertThat(intake.refusal(ArchiveFormat.TAR, tar).code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        byte[] zip = Samples.zip(out -> Samples.entry(out, name, 0100644, "owned"));
        assertThat(intake.refusal(ArchiveFormat.ZIP, zip).code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
    }

    @Test
    void aNameOfAPaxHeaderIsJudgedAsAnyOther() {
        String name = "../" + "x".repeat(120);

        refused(Samples.tar(out -> Samples.file(out, name, "owned")), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "..", "../../../etc", "sub/../../x"})
    void noSymbolicLinkLeadsOut(String target) {
        refused(
                Samples.tar(out -> {
                    Samples.file(out, "index.html", "hello");
                    Samples.link(out, "link", target);
                }),
                "link");
    }

    @Test
    void aLinkToTheFolderThatDoesNotCountLeadsOut() {
        refused(
                Samples.tar(out -> {
                    Samples.file(out, "shop/index.html", "hello");
                    Samples.link(out, "shop/up", "../shop/index.html");
                }),
                "shop/up");
    }

    @Test
    void nothingIsPutThroughALink() {
        refused(
                Samples.tar(out -> {
                    Samples.link(out, "dir", "other");
                    Samples.file(out, "dir/owned", "owned");
                }),
                "dir/owned");
        refused(
                Samples.tar(out -> {
                    Samples.file(out, "dir/file", "first");
                    Samples.link(out, "dir", "other");
                }),
                "dir");
        refused(
                Samples.tar(out -> {
                    Samples.file(out, "a", "first");
                    Samples.file(out, "a/b/c", "below a file");
                }),
                "a/b/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "not-there", "link", "second"})
    void aHardLinkNamesOnlyAFileBeforeIt(String target) {
        byte[] tar = Samples.tar(out -> {
            Samples.file(out, "first", "first");
            Samples.link(out, "link", "first");
            Samples.hardLink(out, "hard", target);
            Samples.file(out, "second", "second");
        });

        assertThat(intake.refusal(ArchiveFormat.TAR, tar).code()).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"3, a device", "4, a device", "6, a named pipe", "9, of an unknown kind", "S, sparse"})
    void onlyFilesDirectoriesAndLinksAreTaken(char kind, String what) {
        byte[] tar = Samples.tar(out -> Samples.kind(out, "thing", (byte) kind));

        assertThat(intake.refusal(ArchiveFormat.TAR, tar)).isNotNull();
        if (kind != 'S') {
            assertThat(intake.refusal(ArchiveFormat.TAR, tar)).hasMessageContaining(what);
        }
    }

    @Test
    void oneNameIsOneFile() {
        refused(
                Samples.tar(out -> {
                    Samples.file(out, "a/b", "first");
                    Samples.file(out, "./a//b", "second");
                }),
                "./a//b");
        assertThat(intake.files(ArchiveFormat.TAR, Samples.tar(out -> {
                    Samples.file(out, "Makefile", "one");
                    Samples.file(out, "makefile", "other");
                })))
                .hasSize(2);
    }

    @Test
    void pathsAndDepthHaveBounds() {
        assertTooLarge(Samples.tar(out -> Samples.file(out, "a/".repeat(101) + "b", "deep")), "100 directories");
        assertTooLarge(Samples.tar(out -> Samples.file(out, "n".repeat(256), "long")), "255 bytes");
        assertTooLarge(
                Samples.tar(out -> Samples.file(out, ("p".repeat(200) + "/").repeat(6) + "x", "long")), "1024 bytes");
    }

    private void assertTooLarge(byte[] tar, String limit) {
        PlatformException refusal = intake.refusal(ArchiveFormat.TAR, tar);
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal).hasMessageContaining(limit);
    }

    @Test
    void filesAndDirectoriesAreCounted() {
        assertTooLarge(
                Samples.tar(out -> {
                    for (int file = 0; file < 300; file++) {
                        Samples.file(out, "d" + file + "/e/f/g/file", "");
                    }
                }),
                "1000 files and directories");
        byte[] zip = Samples.zip(out -> {
            for (int file = 0; file < 1001; file++) {
                Samples.entry(out, "f" + file, 0100644, "");
            }
        });
        assertThat(intake.refusal(ArchiveFormat.ZIP, zip).code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void aBombEndsAtTheRatioBeforeItsSize() {
        byte[] zeros = Samples.gzip(Samples.tar(out -> Samples.file(out, "zeros", "\0".repeat(40 << 20))));

        PlatformException refusal = intake.refusal(ArchiveFormat.GZIP, zeros);

        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal).hasMessageContaining("100 times");
        byte[] zip = Samples.zip(out -> Samples.entry(out, "zeros", 0100644, "\0".repeat(40 << 20)));
        assertThat(intake.refusal(ArchiveFormat.ZIP, zip)).hasMessageContaining("100 times");
    }

    @Test
    void oneFileAndAllTogetherHaveBounds() {
        String text = "x".repeat(40 << 20);
        assertTooLarge(Samples.tar(out -> Samples.file(out, "one", text + text.substring(0, 9 << 20))), "48Mi");
        assertTooLarge(
                Samples.tar(out -> {
                    Samples.file(out, "one", text);
                    Samples.file(out, "two", text);
                }),
                "64Mi");
    }

    @Test
    void headersAreBoundedBeforeTheyAreHeld() {
        byte[] tar = Samples.tar(out -> {
            TarArchiveEntry header = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            header.setSize(8 << 20);
            out.putArchiveEntry(header);
            out.write("x".repeat(8 << 20).getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
            Samples.file(out, "a", "a");
        });

        assertTooLarge(tar, "1 MiB");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffIsNotTaken(ArchiveFormat format) {
        byte[] whole = sample(format);
        for (int length : List.of(0, 1, 20, whole.length / 2, whole.length - 1500, whole.length - 1)) {
            byte[] part = Arrays.copyOf(whole, Math.clamp(length, 0, whole.length - 1));
            if (format == ArchiveFormat.TAR && part.length > whole.length - 1024) {
                continue; // the padding of a tar may be cut
            }
            PlatformException refusal = intake.refusal(format, part);
            assertThat(refusal.code()).as("%d bytes", length).isEqualTo(ErrorCode.ARCHIVE_REFUSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noDamageBreaksMoreThanTheArchive(ArchiveFormat format) {
        byte[] whole = sample(format);
        Random chance = new Random(20261128);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int hit = chance.nextInt(1, 6); hit > 0; hit--) {
                damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt();
            }
            try {
                intake.take(format, new ByteArrayInputStream(damaged)).close();
            } catch (PlatformException refusal) {
                assertThat(refusal.code()).isIn(ErrorCode.ARCHIVE_REFUSED, ErrorCode.TOO_LARGE);
            }
        }
    }

    private static byte[] sample(ArchiveFormat format) {
        byte[] noise = new byte[3000];
        new Random(7).nextBytes(noise);
        String text = new String(noise, StandardCharsets.ISO_8859_1);
        byte[] tar = Samples.tar(out -> {
            Samples.file(out, "a/" + "long".repeat(40), text);
            Samples.link(out, "link", "b");
            Samples.executable(out, "b", text);
        });
        return switch (format) {
            case TAR -> tar;
            case GZIP -> Samples.gzip(tar);
            case ZIP ->
                Samples.zip(out -> {
                    out.setLevel(Deflater.BEST_COMPRESSION);
                    Samples.entry(out, "a/file", 0100644, text);
                    Samples.entry(out, "b", 0100755, text);
                });
        };
    }

    @Test
    void aZipIsReadByItsListAloneAndMustBeWhole() {
        byte[] zip = sample(ArchiveFormat.ZIP);
        byte[] behind = Arrays.copyOf(zip, zip.length + 10);
        byte[] before = new byte[zip.length + 10];
        System.arraycopy(zip, 0, before, 10, zip.length);

        assertThat(intake.refusal(ArchiveFormat.ZIP, behind)).hasMessageContaining("follows its end");
        assertThat(intake.refusal(ArchiveFormat.ZIP, before)).hasMessageContaining("list of files");
        assertThat(intake.refusal(ArchiveFormat.ZIP, sample(ArchiveFormat.TAR))).hasMessageContaining("zip");
        assertThat(intake.refusal(ArchiveFormat.GZIP, zip)).hasMessageContaining("tar.gz");
    }

    @Test
    void aZipWhoseContentDoesNotMatchItsChecksumIsDamaged() {
        byte[] zip = Samples.zip(out -> {
            out.setLevel(Deflater.NO_COMPRESSION);
            Samples.entry(out, "file", 0100644, "x".repeat(1000));
        });
        zip[500] = 'y';

        assertThat(intake.refusal(ArchiveFormat.ZIP, zip)).hasMessageContaining("checksum");
    }

    @Test
    void anArchiveOfNothingIsNoSource() {
        assertThat(intake.refusal(ArchiveFormat.TAR, Samples.tar(out -> Samples.directory(out, "empty"))))
                .hasMessageContaining("no file");
    }

    /// Ten GiB of zeros behind a small archive, 10 MiB of gzip.
    @Test
    void whatFollowsTheEndIsCountedToo() {
        byte[] zeros = Samples.gzip(new byte[64 << 20]);
        InputStream long160 = new SequenceInputStream(Collections.enumeration(
                Stream.concat(Stream.of(sample(ArchiveFormat.GZIP)), Collections.nCopies(160, zeros).stream())
                        .map(ByteArrayInputStream::new)
                        .map(InputStream.class::cast)
                        .toList()));
        long begin = System.nanoTime();

        assertThat(intake.refusal(ArchiveFormat.GZIP, long160).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
}
