package dev.slipway.node.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Asks the host's resolvers, one after the other, until one answers.
final class NameForwarder {
    static final int PORT = 53;
    private static final int PACKET = 4096;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final System.Logger LOG = System.getLogger(NameForwarder.class.getName());

    private final List<InetSocketAddress> resolvers;

    NameForwarder(List<InetSocketAddress> resolvers) {
        this.resolvers = List.copyOf(resolvers);
    }

    static NameForwarder of(Resolvers resolvers) {
        return new NameForwarder(resolvers.addresses().stream()
                .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), PORT))
                .toList());
    }

    /// stream chooses TCP. Empty when nobody answers in time.
    Optional<byte[]> ask(byte[] query, boolean stream) {
        for (InetSocketAddress resolver : resolvers) {
            try {
                byte[] reply = stream ? askStream(resolver, query) : askDatagram(resolver, query);
                return Optional.of(reply);
            } catch (IOException next) {
                LOG.log(System.Logger.Level.DEBUG, "resolver " + resolver, next);
            }
        }
        return Optional.empty();
    }

    /// A socket of its own per question, connected, so that only that resolver's packets count.
    private static byte[] askDatagram(InetSocketAddress resolver, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(resolver);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket reply = new DatagramPacket(new byte[PACKET], PACKET);
            do {
                socket.receive(reply);
            } while (reply.getLength() < 2 || reply.getData()[0] != query[0] || reply.getData()[1] != query[1]);
            return Arrays.copyOf(reply.getData(), reply.getLength());
        }
    }

    private static byte[] askStream(InetSocketAddress resolver, byte[] query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(resolver, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            frame(new DataOutputStream(socket.getOutputStream()), query);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return reply;
        }
    }

    /// Over a stream every message has its length before it, in one segment (RFC 7766 8).
    static void frame(DataOutputStream out, byte[] message) throws IOException {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >>> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
        out.flush();
    }
}
