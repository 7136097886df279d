package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.transport.RemoteSession;
import org.junit.jupiter.api.Test;

class BoundedSessionTest {
    private static final int REFS = 8 << 20;

    private final List<SourceFault> told = new ArrayList<>();
    private final BoundedSession session = new BoundedSession(new Endless(), this::told);

    private SourceFault told(SourceFault fault) {
        told.add(fault);
        return fault;
    }

    @Test
    void theListOfRefsEndsSomewhereAndWhatFollowsIsBoundedByOthers() throws IOException {
        InputStream refs = session.exec("git-upload-pack 'x'", 0).getInputStream();

        assertThat(refs.readNBytes(REFS)).hasSize(REFS);
        assertThatThrownBy(refs::read).isInstanceOf(SourceFault.class).hasMessageContaining("too many branches");
        assertThat(told).extracting(SourceFault::reason).containsExactly(FailureReason.SourceTooLarge);

        session.unbound();
        assertThat(refs.readNBytes(REFS)).hasSize(REFS);
        assertThat(session.received()).isEqualTo(2L * REFS + 1);
    }

    @Test
    void whatTheServerSaysIsReadUpToALimitAndTheBeginningIsKept() throws IOException {
        InputStream messages = session.exec("git-upload-pack 'x'", 0).getErrorStream();

        assertThatThrownBy(messages::readAllBytes)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too much");
        assertThat(session.said()).startsWith("xxx").hasSizeLessThan(64 << 10);
    }

    /// Says x for ever, on both streams.
    private static final class Endless implements RemoteSession {
        @Override
        public Process exec(String command, int timeout) {
            return new EndlessProcess();
        }

        @Override
        public void disconnect() {}
    }

    private static final class EndlessProcess extends Process {
        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                    return length;
                }
            };
        }

        @Override
        public InputStream getErrorStream() {
            return getInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public void destroy() {}
    }
}
