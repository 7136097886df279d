package dev.slipway.platform.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.platform.upload.Uploads.Held;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIntakeTest {
    private static final byte[] SHOP = Samples.tar(tar -> {
        Samples.directory(tar, "./shop-1.0");
        Samples.executable(tar, "./shop-1.0/app.sh", "run");
        Samples.file(tar, "./shop-1.0/www/index.html", "hello");
        Samples.link(tar, "./shop-1.0/www/home.html", "index.html");
        Samples.hardLink(tar, "shop-1.0/copy.html", "shop-1.0/www/index.html");
        Samples.file(tar, "shop-1.0/.git/config", "[core]");
        Samples.directory(tar, "shop-1.0/empty");
    });
    private static final Map<String, String> FILES = Map.of(
            "app.sh", "EXECUTABLE run",
            "www/index.html", "hello",
            "www/home.html", "LINK index.html",
            "copy.html", "hello");

    @TempDir
    Path root;

    private Intake intake;

    @BeforeEach
    void anIntake() {
        intake = new Intake(root, FixedUploadConfig.defaults());
    }

    @Test
    void aTarIsASourceWithoutItsSoleTopFolderAndWithoutGitsOwn() {
        assertThat(intake.files(ArchiveFormat.TAR, SHOP)).isEqualTo(FILES);
        assertThat(intake.files(ArchiveFormat.GZIP, Samples.gzip(SHOP))).isEqualTo(FILES);
    }

    @Test
    void aZipIsTheSameSource() {
        byte[] zip = Samples.zip(out -> {
            Samples.entry(out, "shop/app.sh", 0100755, "run");
            Samples.entry(out, "shop/www/", 040755, "");
            Samples.entry(out, "shop/www/index.html", 0100644, "hello");
            Samples.entry(out, "shop/www/home.html", 0120777, "index.html");
            Samples.entry(out, "__MACOSX/shop/._app.sh", 0100644, "attributes");
        });

        assertThat(intake.files(ArchiveFormat.ZIP, zip))
                .isEqualTo(Map.of(
                        "app.sh", "EXECUTABLE run", "www/index.html", "hello", "www/home.html", "LINK index.html"));
    }

    @Test
    void aFolderThatIsNotAloneStays() {
        byte[] two = Samples.tar(tar -> {
            Samples.file(tar, "web/index.html", "hello");
            Samples.file(tar, "README", "read me");
        });
        byte[] dot = Samples.tar(tar -> Samples.file(tar, ".s2i/bin/run", "run"));
        byte[] prefix = Samples.tar(tar -> {
            Samples.file(tar, "src/a", "a");
            Samples.file(tar, "src-other/b", "b");
        });

        assertThat(intake.files(ArchiveFormat.TAR, two)).containsOnlyKeys("web/index.html", "README");
        assertThat(intake.files(ArchiveFormat.TAR, dot)).containsOnlyKeys(".s2i/bin/run");
        assertThat(intake.files(ArchiveFormat.TAR, prefix)).containsOnlyKeys("src/a", "src-other/b");
    }

    @Test
    void theSameArchiveIsKeptOnceUnderItsContent() {
        try (Held first = intake.take(ArchiveFormat.TAR, SHOP);
                Held second = intake.take(ArchiveFormat.TAR, SHOP)) {
            assertThat(first.digest()).matches("[0-9a-f]{64}").isEqualTo(second.digest());
            assertThat(first.size()).isEqualTo("run".length() + "hello".length() + "[core]".length());
            assertThat(intake.files()).containsExactly(root.resolve(first.digest()));
        }
    }

    @Test
    void longNamesAndManyOfThemAreTaken() {
        String longName = "d/".repeat(60) + "n".repeat(200);
        byte[] tar = Samples.tar(out -> {
            Samples.file(out, longName, "deep");
            Samples.file(out, "grüße/Ω", "letters");
        });

        assertThat(intake.files(ArchiveFormat.TAR, tar)).containsOnlyKeys(longName, "grüße/Ω");
    }

    @Test
    void whatNobodyNeedsGoesAndWhatIsHeldOrNeededStays() throws Exception {
        Uploads uploads = intake.uploads();
        String digest;
        try (Held held = intake.take(ArchiveFormat.TAR, SHOP)) {
            digest = held.digest();
            try (Held _ = intake.take(ArchiveFormat.TAR, SHOP)) {
                assertThat(uploads.sweep(_ -> Set.of())).isZero();
            }
            assertThat(uploads.sweep(_ -> Set.of())).isZero();
        }
        assertThat(uploads.sweep(digests -> {
                    assertThat(digests).containsExactly(digest);
                    return digests;
                }))
                .isZero();
        assertThat(uploads.sweep(_ -> Set.of())).isOne();
        assertThat(intake.files()).isEmpty();
    }

    @Test
    void whatACrashHasLeftHalfReceivedGoesAtTheStart() throws Exception {
        Files.writeString(root.resolve(".incoming/half"), "half");

        assertThat(new Intake(root, FixedUploadConfig.defaults()).files()).isEmpty();
    }

    @Test
    void anArchiveAboveTheLimitIsCutOffWithTheLimitsName() {
        Intake small = new Intake(root, FixedUploadConfig.defaults().withMax("4Ki"));
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }
        };

        assertThat(small.refusal(ArchiveFormat.TAR, endless))
                .hasMessageContaining("4Ki")
                .hasMessageContaining("slipway.uploads.max")
                .extracting("code")
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void aFullDiskIsSaidBeforeAnythingIsReceived() {
        Intake full = new Intake(root, FixedUploadConfig.defaults().keepingFree("8000000Gi"));

        assertThat(full.refusal(ArchiveFormat.TAR, new ByteArrayInputStream(SHOP))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
