package dev.slipway.backup;

import dev.slipway.database.Migrations;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/// The role `backup`: a process that writes, checks or reads an archive and ends. Archives go through its
/// standard streams, so that it needs no right to any directory; the launcher runs it.
///
/// - `write <version of the program>`: the archive to standard output. Exit 3 where it lacks images of
///   releases, which are named.
/// - `check <key file>`: reads an archive and changes nothing; says on standard output what it is.
/// - `restore`: reads an archive into the installation whose settings the process was given.
///
/// Exit 1 with a sentence on standard error where it cannot be done.
public final class BackupMain {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int INCOMPLETE = 3;

    private BackupMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            return switch (arguments.length == 0 ? "" : arguments[0]) {
                case "write" -> write(arguments[1]);
                case "check" -> check(Path.of(arguments[1]));
                case "restore" -> restore();
                default -> throw new BackupException("write, check or restore?");
            };
        } catch (BackupException e) {
            return failed(e.getMessage());
        } catch (IOException | SQLException | RuntimeException e) {
            return failed(e.toString());
        }
    }

    private static int failed(String why) {
        System.err.println("slipway: " + why);
        return 1;
    }

    private static int write(String program) throws IOException, SQLException {
        Manifest manifest;
        try (OutputStream out = new Progress.Output(new FileOutputStream(FileDescriptor.out))) {
            manifest = new Backup(Installation.configured(), program, PATIENCE).write(out);
        }
        tell(System.err, manifest);
        if (manifest.missing().isEmpty()) {
            return 0;
        }
        System.err.println("slipway: these have no image in the backup, and will have to be built again:");
        manifest.missing().forEach(release -> System.err.println("slipway:   " + release));
        return INCOMPLETE;
    }

    private static int check(Path keyFile) throws IOException {
        try (InputStream in = new Progress.Input(new FileInputStream(FileDescriptor.in))) {
            ArchiveReader archive = new ArchiveReader(in, SealingKey.read(keyFile));
            Header header = archive.header();
            if (header.schema() > Migrations.newest()) {
                throw new BackupException("the archive was made by a newer program (" + header.program() + ", schema "
                        + header.schema() + "; this one knows " + Migrations.newest()
                        + "): restore it with that program or a newer one");
            }
            archive.read((_, _, _) -> {});
            System.out.printf(
                    "installation=%s%npool=%s%nprogram=%s%ntaken=%s%n",
                    header.installation(), header.pool(), header.program(), header.takenAt());
            return 0;
        }
    }

    private static int restore() throws IOException, SQLException {
        try (InputStream in = new Progress.Input(new FileInputStream(FileDescriptor.in))) {
            tell(System.err, new Restore(Installation.configured()).read(in));
            return 0;
        }
    }

    private static void tell(PrintStream out, Manifest manifest) {
        out.printf(
                "slipway: %d projects, %d applications, %d repositories, %d images, %d MB before packing%n",
                manifest.rows().getOrDefault("projects", 0L),
                manifest.rows().getOrDefault("applications", 0L),
                manifest.repositories(),
                manifest.images(),
                manifest.bytes() / 1_000_000);
    }
}
