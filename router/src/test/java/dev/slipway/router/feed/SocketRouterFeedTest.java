package dev.slipway.router.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketRouterFeedTest {
    @TempDir
    Path directory;

    @Test
    void routerThatNeverEndsALineLosesItsConnection() throws IOException {
        Path control = directory.resolve("control.sock");
        try (ServerSocketChannel router = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            router.bind(UnixDomainSocketAddress.of(control));
            try (SocketRouterFeed _ = SocketRouterFeed.open(control);
                    SocketChannel connection = router.accept()) {
                assertThatIOException().isThrownBy(() -> floods(connection));
            }
        }
    }

    private static void floods(SocketChannel connection) throws IOException {
        byte[] chunk = "x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
        for (int count = 0; count < 256; count++) {
            ByteBuffer rest = ByteBuffer.wrap(chunk);
            while (rest.hasRemaining()) {
                connection.write(rest);
            }
        }
    }

    @Test
    void routerThatTalksNonsenseIsLeftAndFoundAgain() throws IOException {
        Path control = directory.resolve("control.sock");
        try (ServerSocketChannel router = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            router.bind(UnixDomainSocketAddress.of(control));
            try (SocketRouterFeed _ = SocketRouterFeed.open(control);
                    SocketChannel first = router.accept()) {
                first.write(ByteBuffer.wrap("nonsense\n".getBytes(StandardCharsets.US_ASCII)));
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> router.accept().close());
            }
        }
    }

    @Test
    void linesAreReadUpToTheirLongest() throws IOException {
        byte[] text = "ab\nabcd\n\nlast".getBytes(StandardCharsets.UTF_8);
        try (BoundedLines lines = new BoundedLines(new ByteArrayInputStream(text), 4)) {
            assertThat(lines.next()).isEqualTo("ab");
            assertThat(lines.next()).isEqualTo("abcd");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("last");
            assertThat(lines.next()).isNull();
        }
        try (BoundedLines lines = new BoundedLines(new ByteArrayInputStream(text), 3)) {
            lines.next();
            assertThatIOException().isThrownBy(lines::next);
        }
    }
}
