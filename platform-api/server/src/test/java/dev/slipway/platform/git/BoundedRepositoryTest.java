package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.resource.Bytes;
import dev.slipway.platform.source.SourceFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRepositoryTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1001, Integer.MAX_VALUE, -1})
    void aPackThatNamesTooManyObjectsIsRefusedBeforeRoomIsMade(int objects) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(12)
                .put("PACK".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(objects);

        assertThatThrownBy(() -> parse(new ByteArrayInputStream(header.array())))
                .isInstanceOfSatisfying(
                        SourceFault.class, fault -> assertThat(fault.reason()).isEqualTo(FailureReason.SourceTooLarge));
    }

    @Test
    void aPackHasNoMoreBytesThanTheLimit() {
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                byte[] header = {'P', 'A', 'C', 'K', 0, 0, 0, 2, 0, 0, 0, 1, (byte) 0xb0, (byte) 0x80, 0x40, 0x78, 0x01
                };
                int next = at < header.length ? header[(int) at] & 0xff : 0;
                at++;
                return next;
            }
        };

        assertThatThrownBy(() -> parse(endless)).isInstanceOf(IOException.class);
    }

    private void parse(InputStream pack) throws IOException {
        try (BoundedRepository repository = new BoundedRepository(
                        directory, new BoundedRepository.Limits(Bytes.parse("1Mi"), Bytes.parse("1Mi"), 1000));
                ObjectInserter inserter = created(repository).newObjectInserter()) {
            inserter.newPackParser(pack).parse(null);
        }
    }

    private static BoundedRepository created(BoundedRepository repository) throws IOException {
        repository.create(true);
        return repository;
    }
}
