package dev.slipway.router.proxy;

import dev.slipway.router.proxy.Entrance.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;

/// A certificate with its chain and its key, as they were read.
record Certificate(Buffer chain, Buffer key) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    static Certificate read(Tls tls) {
        try {
            return new Certificate(
                    Buffer.buffer(Files.readAllBytes(tls.certificate())), Buffer.buffer(Files.readAllBytes(tls.key())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpServerOptions into(HttpServerOptions options) {
        return options.setSsl(true)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(pem());
    }

    SSLOptions renewed() {
        SSLOptions options = new SSLOptions().setKeyCertOptions(pem());
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        return options;
    }

    private PemKeyCertOptions pem() {
        return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
    }
}
