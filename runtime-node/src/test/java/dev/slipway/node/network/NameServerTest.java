package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameServerTest {
    /// One where nobody else takes ports: a name server needs the same one twice.
    private static final String LOOPBACK = "127.0.53.1";
    private static final byte[] ADDRESS = {127, 0, 53, 1};
    private static final int A = 1;
    private static final int AAAA = 28;

    private NameServer upstream;
    private NameServer server;

    @BeforeEach
    void open() throws IOException {
        upstream = NameServer.open(LOOPBACK, 0, "example.org", new NameForwarder(List.of()));
        NameForwarder forwarder = new NameForwarder(List.of(new InetSocketAddress(LOOPBACK, upstream.port())));
        server = NameServer.open(LOOPBACK, 0, "apps.localhost", forwarder);
    }

    @AfterEach
    void close() {
        server.close();
        upstream.close();
    }

    @Test
    void namesBelowTheAppsDomainAreTheGateway() throws IOException {
        byte[] answer = datagram(query("Shop-Team.apps.localhost", A));
        assertThat(code(answer)).isZero();
        assertThat(answers(answer)).isEqualTo(1);
        assertThat(Arrays.copyOfRange(answer, answer.length - 4, answer.length)).isEqualTo(ADDRESS);
    }

    @Test
    void otherTypesOfThoseNamesHaveNoRecord() throws IOException {
        byte[] answer = datagram(query("shop-team.apps.localhost", AAAA));
        assertThat(code(answer)).isZero();
        assertThat(answers(answer)).isZero();
    }

    @Test
    void otherNamesAreAskedOfTheHostsResolver() throws IOException {
        assertThat(answers(datagram(query("www.example.org", A)))).isEqualTo(1);
        assertThat(answers(stream(query("www.example.org", A)))).isEqualTo(1);
    }

    @Test
    void nobodyKnowingIsAFailureNotSilence() throws IOException {
        byte[] answer = datagram(query("elsewhere.test", A));
        assertThat(code(answer)).isEqualTo(2);
    }

    @Test
    void packetsThatAreNoQuestionAreNotUnderstood() {
        byte[] query = query("shop.apps.localhost", A);
        byte[] answer = query.clone();
        answer[2] = (byte) 0x80;
        byte[] endless = Arrays.copyOf(query, 14);
        endless[12] = 63;
        assertThat(NameQuestion.parse(answer)).isEmpty();
        assertThat(NameQuestion.parse(endless)).isEmpty();
        assertThat(NameQuestion.parse(Arrays.copyOf(query, query.length - 1))).isEmpty();
        assertThat(NameQuestion.parse(new byte[0])).isEmpty();
    }

    private static byte[] query(String name, int type) {
        ByteBuffer packet = ByteBuffer.allocate(512);
        packet.putShort((short) 0x1234).putShort((short) 0x0100).putShort((short) 1);
        packet.putShort((short) 0).putInt(0);
        for (String label : name.split("\\.")) {
            packet.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        packet.put((byte) 0).putShort((short) type).putShort((short) 1);
        return Arrays.copyOf(packet.array(), packet.position());
    }

    private static int code(byte[] answer) {
        return answer[3] & 0x0F;
    }

    private static int answers(byte[] answer) {
        return answer[7];
    }

    private byte[] datagram(byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5_000);
            socket.send(new DatagramPacket(query, query.length, InetAddress.ofLiteral(LOOPBACK), server.port()));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private byte[] stream(byte[] query) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, server.port())) {
            socket.setSoTimeout(5_000);
            NameForwarder.frame(new DataOutputStream(socket.getOutputStream()), query);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }
    }
}
