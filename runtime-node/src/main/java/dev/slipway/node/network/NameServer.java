package dev.slipway.node.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Names for the containers of one bridge, over UDP and TCP: everything below the apps domain is the gateway
/// itself, where the router listens; the rest is asked of the host's resolvers, packet for packet.
final class NameServer implements AutoCloseable {
    private static final int PACKET = 4096;
    private static final int AT_ONCE = 128;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final System.Logger LOG = System.getLogger(NameServer.class.getName());

    private final String appsDomain;
    private final NameForwarder forwarder;
    private final byte[] gateway;
    private final DatagramSocket datagrams;
    private final ServerSocket connections;
    private final Semaphore open = new Semaphore(AT_ONCE);

    private NameServer(InetAddress address, int port, String appsDomain, NameForwarder forwarder) throws IOException {
        this.appsDomain = appsDomain;
        this.forwarder = forwarder;
        this.gateway = address.getAddress();
        this.datagrams = new DatagramSocket(new InetSocketAddress(address, port));
        try {
            this.connections = new ServerSocket(datagrams.getLocalPort(), AT_ONCE, address);
        } catch (IOException taken) {
            datagrams.close();
            throw taken;
        }
    }

    /// port 0 takes a free one. Throws IOException when the address is not this host's or the port is taken.
    static NameServer open(String gateway, int port, String appsDomain, NameForwarder forwarder) throws IOException {
        NameServer server = new NameServer(InetAddress.ofLiteral(gateway), port, appsDomain, forwarder);
        Thread.ofVirtual().name("names-udp-" + gateway).start(server::takeDatagrams);
        Thread.ofVirtual().name("names-tcp-" + gateway).start(server::takeConnections);
        return server;
    }

    int port() {
        return datagrams.getLocalPort();
    }

    private void takeDatagrams() {
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[PACKET], PACKET);
                datagrams.receive(packet);
                open.acquire();
                Thread.ofVirtual().start(() -> releasing(() -> answer(packet)));
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.DEBUG, "names", failure);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void takeConnections() {
        while (!connections.isClosed()) {
            try {
                Socket connection = connections.accept();
                open.acquire();
                Thread.ofVirtual().start(() -> releasing(() -> answer(connection)));
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.DEBUG, "names", failure);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private interface Answering {
        void run() throws IOException;
    }

    private void releasing(Answering answering) {
        try {
            answering.run();
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "names", gone);
        } finally {
            open.release();
        }
    }

    private void answer(DatagramPacket packet) throws IOException {
        byte[] query =
                Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
        Optional<byte[]> reply = reply(query, false);
        if (reply.isPresent()) {
            datagrams.send(new DatagramPacket(reply.get(), reply.get().length, packet.getSocketAddress()));
        }
    }

    private void answer(Socket connection) throws IOException {
        try (connection) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            byte[] query = new byte[in.readUnsignedShort()];
            in.readFully(query);
            Optional<byte[]> reply = reply(query, true);
            if (reply.isPresent()) {
                DataOutputStream out = new DataOutputStream(connection.getOutputStream());
                NameForwarder.frame(out, reply.get());
            }
        }
    }

    private Optional<byte[]> reply(byte[] query, boolean stream) {
        return NameQuestion.parse(query)
                .map(question -> question.isBelow(appsDomain)
                        ? question.answered(gateway)
                        : forwarder.ask(query, stream).orElseGet(question::failed));
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.DEBUG, "names", failure);
        }
    }
}
