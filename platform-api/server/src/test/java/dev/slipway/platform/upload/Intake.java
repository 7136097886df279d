package dev.slipway.platform.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import dev.slipway.platform.git.SmallGitConfig;
import dev.slipway.platform.upload.Uploads.Held;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An intake with a directory of its own, and what a build would see of what it took.
final class Intake {
    private final Path root;
    private final Uploads uploads;
    private final ArchiveIntake intake;

    Intake(Path root, UploadConfig config) {
        this.root = root;
        this.uploads = new Uploads(root);
        this.intake = new ArchiveIntake(config, SmallGitConfig.defaults(), uploads);
    }

    Uploads uploads() {
        return uploads;
    }

    Held take(ArchiveFormat format, byte[] archive) {
        return take(format, new ByteArrayInputStream(archive));
    }

    Held take(ArchiveFormat format, InputStream archive) {
        return intake.receive(format, archive, null);
    }

    /// What is wrong with it; nothing is left of it then.
    PlatformException refusal(ArchiveFormat format, byte[] archive) {
        return refusal(format, new ByteArrayInputStream(archive));
    }

    PlatformException refusal(ArchiveFormat format, InputStream archive) {
        PlatformException refusal = catchThrowableOfType(
                PlatformException.class, () -> take(format, archive).close());
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.next()).isNotBlank();
        assertThat(files()).isEmpty();
        return refusal;
    }

    /// Kind and content of each file by its path, in the order of the tree.
    Map<String, String> files(ArchiveFormat format, byte[] archive) {
        try (Held held = take(format, archive);
                SourceTree tree = uploads.open(held.digest())) {
            assertThat(tree.entries()).extracting(Entry::path).isSorted();
            Map<String, String> files = new TreeMap<>();
            for (Entry entry : tree.entries()) {
                String text = text(tree, entry);
                assertThat(entry.size()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
                files.put(entry.path(), (entry.kind() == Kind.FILE ? "" : entry.kind() + " ") + text);
            }
            return files;
        }
    }

    private static String text(SourceTree tree, Entry entry) {
        try (InputStream in = tree.open(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of all kept archives, and of those that never came to be.
    List<Path> files() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
