package dev.slipway.router.proxy;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Closes a client's connection that is too slow with a head or a body, or silent for too long between requests.
/// One timer per connection, however many requests it carries. Tunnels are left alone. Also closes after an answer
/// that said "Connection: close", which Vert.x does only when the client asked for it.
final class ConnectionGuard extends ChannelDuplexHandler {
    private final StrictRequestDecoder decoder;
    private final ProxyLimits limits;
    private final Counters counters;
    private final Stopping stopping;
    private long open;
    private long quietSince = System.nanoTime();
    private boolean served;
    private boolean closing;
    /// Set by a request that came after the last answer: it and all behind it is dropped.
    private boolean deaf;
    private ScheduledFuture<?> timer;

    ConnectionGuard(StrictRequestDecoder decoder, ProxyLimits limits, Counters counters, Stopping stopping) {
        this.decoder = decoder;
        this.limits = limits;
        this.counters = counters;
        this.stopping = stopping;
    }

    /// True once an answer said that its connection ends: what the client had already sent after it is not read.
    static boolean isClosing(HttpConnection connection) {
        ConnectionGuard guard =
                ((ConnectionBase) connection).channel().pipeline().get(ConnectionGuard.class);
        return guard != null && guard.closing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        counters.connected();
        context.channel().closeFuture().addListener(_ -> counters.disconnected());
        long period = Math.max(10, limits.requestHead().toMillis() / 4);
        timer = context.executor().scheduleWithFixedDelay(() -> check(context), period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        timer.cancel(false);
    }

    private void check(ChannelHandlerContext context) {
        long now = System.nanoTime();
        Duration keep = stopping.begun() ? limits.drain() : limits.keepAlive();
        Duration quiet = served ? keep : limits.requestHead();
        boolean slowHead = decoder.headAge(now) > limits.requestHead().toNanos();
        // Without auto-read it is the backend that does not take the body, not the client that does not send it.
        boolean slowBody = decoder.bodySilence(now) > limits.body().toNanos()
                && context.channel().config().isAutoRead();
        boolean silent = open == 0 && now - quietSince > quiet.toNanos();
        if (slowHead || slowBody || silent) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean request = message instanceof HttpRequest;
        deaf |= closing && request;
        if (deaf) {
            ReferenceCountUtil.release(message);
            return;
        }
        open += request ? 1 : 0;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int status = 200;
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            closing |= response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        }
        if (status == 101) {
            timer.cancel(false);
        }
        boolean last = status >= 200 && status != 101 && message instanceof LastHttpContent;
        context.write(message, last ? answered(promise) : promise);
    }

    private ChannelPromise answered(ChannelPromise promise) {
        open--;
        served = true;
        quietSince = System.nanoTime();
        // With a body still coming, Leftover gives the client time to see the answer first.
        if (closing && decoder.bodySilence(quietSince) == 0) {
            return promise.unvoid().addListener(ChannelFutureListener.CLOSE);
        }
        return promise;
    }
}
