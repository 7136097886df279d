package dev.slipway.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/// Vert.x's decoder, stricter: a request framed twice is refused, where Netty would drop the Content-Length
/// (RFC 9112 6.3 leaves the choice). Knows since when a head or a body is being read.
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private long headSince;
    private long bodySince;
    private boolean inBody;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length and Transfer-Encoding together");
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (inBody) {
            bodySince = System.nanoTime();
        } else if (headSince == 0) {
            headSince = System.nanoTime();
        }
        super.decode(context, in, out);
        out.forEach(this::see);
    }

    private void see(Object message) {
        if (message instanceof HttpRequest) {
            headSince = 0;
            inBody = true;
            bodySince = System.nanoTime();
        }
        if (message instanceof LastHttpContent) {
            inBody = false;
        }
    }

    /// Nanoseconds since the first byte of a head that is not complete; 0 when there is none.
    long headAge(long now) {
        return headSince == 0 ? 0 : now - headSince;
    }

    /// Nanoseconds since the last piece of a body that is not complete; 0 when there is none.
    long bodySilence(long now) {
        return inBody ? now - bodySince : 0;
    }
}
