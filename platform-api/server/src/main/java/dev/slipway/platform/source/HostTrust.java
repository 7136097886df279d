package dev.slipway.platform.source;

import dev.slipway.model.source.UrlPrefix;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Judges one host by more certificates than all others, which a redirect may lead to.
final class HostTrust implements TlsSocketStrategy {
    private final TlsSocketStrategy usual;
    private final UrlPrefix host;
    private final TlsSocketStrategy there;

    HostTrust(SSLContext usual, UrlPrefix host, SSLContext there) {
        this.usual = strategy(usual);
        this.host = host;
        this.there = strategy(there);
    }

    static TlsSocketStrategy strategy(SSLContext context) {
        return ClientTlsStrategyBuilder.create().setSslContext(context).buildClassic();
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, Object attachment, HttpContext context)
            throws IOException {
        TlsSocketStrategy chosen = host.host().equalsIgnoreCase(target) && host.port() == port ? there : usual;
        return chosen.upgrade(socket, target, port, attachment, context);
    }
}
