package dev.slipway.node.router;

import dev.slipway.node.router.proxy.ProxyLimits;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;

/// The router process.
public final class RouterMain {
    private static final System.Logger LOG = System.getLogger(RouterMain.class.getName());

    private RouterMain() {}

    /// Runs until SIGTERM or SIGINT, then lets open requests finish for up to 30 s.
    public static void main(String[] arguments) throws Exception {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredSources()
                .addDiscoveredConverters()
                .withMapping(RouterConfig.class)
                .build();
        Router router = start(config.getConfigMapping(RouterConfig.class));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(router), "router-stop"));
        Thread.currentThread().join();
    }

    /// Returns when the router listens.
    public static Router start(RouterConfig config) throws IOException {
        Router router = Router.start(config, ProxyLimits.standard());
        String transport = router.nativeTransport() ? "epoll" : "NIO";
        String port = Integer.toString(router.port());
        LOG.log(System.Logger.Level.INFO, "router listens on {0}:{1} ({2})", config.listen(), port, transport);
        return router;
    }

    private static void stop(Router router) {
        try {
            router.close();
        } catch (Exception failure) {
            LOG.log(System.Logger.Level.ERROR, "the router did not stop cleanly", failure);
        }
    }
}
