package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EngineStreamTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitsForTheEndOfAnEngineThatSaysSomethingBefore() throws Exception {
        Path socket = directory.resolve("engine.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Thread answering = Thread.ofVirtual().start(() -> answer(engine));
            try (EngineStream stream = EngineStream.get(socket, "/events", "listen to events")) {
                stream.awaitEnd();
                assertThat(stream.next()).isNull();
            }
            answering.join();
        }
    }

    private static void answer(ServerSocketChannel engine) {
        try (SocketChannel client = engine.accept()) {
            client.read(ByteBuffer.allocate(1 << 10));
            for (String said : new String[] {ANSWER, "{\"Action\":\"reload\"}\n", "{\"Action\":\"reload\"}\n"}) {
                client.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
