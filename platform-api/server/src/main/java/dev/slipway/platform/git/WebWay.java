package dev.slipway.platform.git;

import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceConnections;
import dev.slipway.platform.source.SourceFault;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/// By HTTP, or by no network where the remote is a directory.
final class WebWay implements Way {
    private final SourceConnections http;

    WebWay(SourceConfig config, SourceAccess access) {
        this.http = SourceConnections.open(config, access);
    }

    @Override
    public void takenBy(Transport transport) {
        if (transport instanceof TransportHttp web) {
            web.setHttpConnectionFactory(http);
        }
    }

    @Override
    public void advertised() {}

    @Override
    public long received() {
        return http.received();
    }

    @Override
    public Optional<SourceFault> fault(Exception failure) {
        return http.fault();
    }

    @Override
    public void close() {
        http.close();
    }
}
