package dev.slipway.platform.git;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.resource.Bytes;
import dev.slipway.platform.source.SourceFault;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.NB;

/// A repository that takes packs within limits only. JGit makes room for as many objects as a pack's header names and
/// for as many bytes as a delta's header names, so both must be judged before it does.
final class BoundedRepository extends FileRepository {
    /// What 256 MiB of ordinary source stay far below; each costs about 100 bytes of memory while a pack is read.
    static final int MOST_OBJECTS = 500_000;

    private static final int PACK_HEADER = 12;

    private final Limits limits;

    /// pack is the most bytes of one pack, object of one object, objects their number.
    record Limits(Bytes pack, Bytes object, int objects) {}

    BoundedRepository(Path directory, Limits limits) throws IOException {
        super(new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .setup());
        this.limits = limits;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter plain = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return plain;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = plain.newPackParser(new Counted(judged(in), limits.pack()));
                parser.setMaxObjectSizeLimit(limits.object().value());
                return parser;
            }
        };
    }

    private InputStream judged(InputStream in) throws IOException {
        byte[] header = in.readNBytes(PACK_HEADER);
        if (header.length == PACK_HEADER && NB.decodeUInt32(header, 8) > limits.objects()) {
            throw tooLarge("It has more than " + limits.objects() + " objects.");
        }
        return new SequenceInputStream(new ByteArrayInputStream(header), in);
    }

    private static SourceFault tooLarge(String message) {
        return new SourceFault(FailureReason.SourceTooLarge, message);
    }

    private static final class Counted extends FilterInputStream {
        private final Bytes most;
        private long left;

        Counted(InputStream in, Bytes most) {
            super(in);
            this.most = most;
            this.left = most.value();
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return counted(read, read);
        }

        private int counted(int read, int bytes) throws IOException {
            if (read >= 0) {
                left -= bytes;
            }
            if (left < 0) {
                throw tooLarge("It is more than " + most + " compressed.");
            }
            return read;
        }
    }
}
