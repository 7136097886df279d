package dev.slipway.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Reads an archive from its beginning to its end, and says at the end whether it is whole and as it was written.
final class ArchiveReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;
    private static final int SMALL = 16 << 20;
    private static final Set<String> AREAS = Set.of("database", "platform", "images", "config");

    private final InputStream packed;
    private final TarArchiveInputStream tar;
    private final SealingKey key;
    private final Header header;
    private final PartDigests digests = new PartDigests();

    /// What happens with an entry: reads it whole or in part. name is a path of plain names below one of the
    /// areas.
    @FunctionalInterface
    interface Visitor {
        void visit(String name, long size, InputStream content) throws IOException;
    }

    /// Throws BackupException where it is no archive of ours, or of a newer program, or of another key.
    ArchiveReader(InputStream in, SealingKey key) throws IOException {
        this.key = key;
        try {
            packed = new GZIPInputStream(new BufferedInputStream(in, BUFFER), BUFFER);
            tar = new TarArchiveInputStream(packed, "UTF-8");
            TarArchiveEntry first = tar.getNextEntry();
            if (first == null || !first.getName().equals(Header.NAME)) {
                throw foreign();
            }
            header = JSON.readValue(tar.readNBytes(SMALL), Header.class);
        } catch (IOException _) {
            throw foreign();
        }
        if (header.format() > Header.FORMAT) {
            throw new BackupException("the archive was made by a newer program (" + header.program()
                    + "), in a form that this one cannot read: restore it with that program or a newer one");
        }
        if (!SealingKey.same(header.key(), key.proof())) {
            throw new BackupException("this is not the key the archive belongs to: give the one that was kept with it");
        }
    }

    private static BackupException foreign() {
        return new BackupException("this is not an archive that ./slipway backup made");
    }

    Header header() {
        return header;
    }

    /// Shows every entry to the visitor, then compares with the manifest. Throws BackupException for an archive
    /// that is cut off, damaged or changed: what the visitor did must be undone then.
    Manifest read(Visitor visitor) throws IOException {
        for (TarArchiveEntry entry = next(); entry != null; entry = next()) {
            if (entry.getName().equals(Manifest.NAME)) {
                return checked();
            }
            visit(entry, visitor);
        }
        throw new BackupException("the archive is cut off: it has no manifest");
    }

    private TarArchiveEntry next() {
        try {
            return tar.getNextEntry();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static BackupException damaged(IOException cause) {
        return new BackupException("the archive is damaged or cut off (" + cause.getMessage() + ")");
    }

    private void visit(TarArchiveEntry entry, Visitor visitor) throws IOException {
        String name = entry.getName();
        if (!entry.isFile() || !isPlain(name)) {
            throw new BackupException("the archive holds an entry that no backup makes: " + name);
        }
        digests.begin(name, entry.getSize());
        Counted content = new Counted(tar);
        visitor.visit(name, entry.getSize(), content);
        content.transferTo(OutputStream.nullOutputStream());
    }

    /// Below a known area, of names that lead nowhere else.
    private static boolean isPlain(String name) {
        String[] names = name.split("/", -1);
        if (names.length < 2 || !AREAS.contains(names[0])) {
            return false;
        }
        return Stream.of(names)
                .noneMatch(each -> each.isEmpty()
                        || each.equals(".")
                        || each.equals("..")
                        || each.chars().anyMatch(Character::isISOControl));
    }

    private Manifest checked() throws IOException {
        byte[] text = content();
        TarArchiveEntry seal = next();
        if (seal == null
                || !seal.getName().equals(Manifest.SEAL)
                || !SealingKey.same(new String(content()), key.seal(text))) {
            throw new BackupException("the archive was changed after it was made: its manifest has not its seal");
        }
        end();
        Manifest manifest = JSON.readValue(text, Manifest.class);
        if (!manifest.parts().equals(digests.parts())) {
            throw new BackupException("the archive is damaged: its content is not what its manifest says");
        }
        return manifest;
    }

    /// To the checksum of the packing.
    private void end() {
        try {
            packed.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private byte[] content() {
        try {
            return tar.readNBytes(SMALL);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /// What is read of an entry is summed up, whoever reads it.
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int read = readHere(bytes, offset, length);
            if (read > 0) {
                digests.update(bytes, offset, read);
            }
            return read;
        }

        /// A failure of the archive is none of the visitor's.
        private int readHere(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw damaged(e);
            }
        }

        @Override
        public long skip(long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
