package dev.slipway.router.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.vertx.core.impl.transports.EpollTransport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The accepting sockets: what Vert.x opens, it opens here. While one router takes the other's place both listen
/// on the same addresses, and the kernel is told to give every new connection to the younger one. So the older
/// one's queues run empty, and closing them refuses nobody.
final class Acceptors extends EpollTransport {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    private static final int PROGRAM_BYTES = 16;
    private static final RawUnixChannelOption CHOICE =
            new RawUnixChannelOption("SLIPWAY_CHOICE", SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);

    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

    /// IllegalStateException where there is no epoll.
    static Acceptors require() {
        Acceptors acceptors = new Acceptors();
        if (!acceptors.isAvailable()) {
            throw new IllegalStateException("the router needs Linux' epoll", acceptors.unavailabilityCause());
        }
        return acceptors;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return this::open;
    }

    private EpollServerSocketChannel open() {
        EpollServerSocketChannel channel = new EpollServerSocketChannel();
        channels.add(channel);
        channel.closeFuture().addListener(_ -> channels.remove(channel));
        return channel;
    }

    /// Of the sockets on an address the second gets what comes: a program for all of them that answers 1. Where
    /// there is no second, the kernel takes the first. Call it after listening: a socket that has a program
    /// already may not join others. The same program again changes nothing.
    void preferTheYounger() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            answer.set(ValueLayout.JAVA_SHORT, 0, (short) 0x06);
            answer.set(ValueLayout.JAVA_INT, 4, 1);
            MemorySegment program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            program.set(ValueLayout.JAVA_LONG, 8, answer.address());
            channels.stream()
                    .filter(Channel::isActive)
                    .forEach(channel -> channel.config().setOption(CHOICE, program.asByteBuffer()));
        }
    }

    /// Stops accepting; connections live on.
    void close() {
        channels.forEach(Channel::close);
    }
}
