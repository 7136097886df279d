package dev.slipway.platform.build;

import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceTree;
import dev.slipway.platform.build.BuildStore.Origin;
import dev.slipway.platform.source.ContextDir;
import dev.slipway.platform.upload.ArchiveFormat;
import dev.slipway.platform.upload.ArchiveIntake;
import dev.slipway.platform.upload.Uploads;
import dev.slipway.platform.upload.Uploads.Held;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.function.Function;

/// Archives on their way to a build: the file is there, whole and synced, before a row names it, and it is held until
/// one does.
@Singleton
class ArchiveBuilds {
    private final ArchiveIntake intake;
    private final Uploads uploads;

    ArchiveBuilds(ArchiveIntake intake, Uploads uploads) {
        this.intake = intake;
        this.uploads = uploads;
    }

    /// What is sent, and how it is taken in. contextDir is null for the one that the application's source says.
    record Sent(String contextDir, Function<ArchiveIntake, Held> taking) {

        /// length is that of the body as it was announced, or null. Throws FIELD_INVALID.
        static Sent archive(ArchiveFormat format, String contextDir, Long length, InputStream body) {
            String checked = ContextDir.checked("contextDir", contextDir);
            return new Sent(
                    contextDir == null || checked != null ? checked : "",
                    intake -> intake.receive(format, body, length));
        }

        /// One that is its own root, whatever the application's source says. Throws FIELD_INVALID.
        static Sent file(String name, Long length, InputStream body) {
            if (name.isBlank()) {
                throw PlatformException.field(
                        ErrorCode.FIELD_INVALID,
                        "asFile",
                        "names no file",
                        "Add it to the URL, such as ?asFile=app.sh, or send an archive.");
            }
            return new Sent("", intake -> intake.receiveFile(name, body, length));
        }
    }

    /// What a build can be made from, for as long as it is open.
    record Received(Held held, String contextDir) implements AutoCloseable {
        Origin.Archive origin() {
            return new Origin.Archive(new Build.Archive(held.digest(), held.size()), contextDir);
        }

        @Override
        public void close() {
            held.close();
        }
    }

    /// Throws as the intake does, and FIELD_INVALID where the directory is not in the archive.
    Received receive(Application application, Sent sent) {
        Held held = sent.taking().apply(intake);
        try {
            requireDirectory(
                    held.digest(),
                    sent.contextDir() == null ? application.settings().source().contextDir() : sent.contextDir());
            return new Received(held, sent.contextDir());
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private void requireDirectory(String digest, String directory) {
        try (SourceTree tree = uploads.open(digest)) {
            String below = directory.isEmpty() ? "" : directory + "/";
            if (tree.entries().stream().noneMatch(entry -> entry.path().startsWith(below))) {
                throw PlatformException.field(
                        ErrorCode.FIELD_INVALID,
                        "contextDir",
                        "\"" + directory + "\" is no directory of the archive",
                        "Name one with ?contextDir=, or none (?contextDir=) for the root of the archive; the one folder"
                                + " that holds everything else does not count.");
            }
        }
    }
}
