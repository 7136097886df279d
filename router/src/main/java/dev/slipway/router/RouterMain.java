package dev.slipway.router;

import dev.slipway.model.process.ProcessLog;
import dev.slipway.model.process.Rest;
import dev.slipway.router.proxy.ProxyLimits;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.logging.Level;
import org.jboss.logmanager.formatters.PatternFormatter;

/// The router process.
public final class RouterMain {
    private static final System.Logger LOG = System.getLogger(RouterMain.class.getName());
    private static final int SUCCEEDED = 86;

    private RouterMain() {}

    /// Runs until SIGTERM or SIGINT, then lets open requests finish for up to 30 s; or until another router has
    /// taken its place: then it ends with the code 86, for which nobody need start it again.
    public static void main(String[] arguments) throws Exception {
        ProcessLog.toStandardError(Level.INFO, new PatternFormatter(ProcessLog.LINE));
        Rest.begin();
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .addDiscoveredSources()
                .build();
        Router router = startOrEnd(RouterConfig.from(config));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(router), "router-stop"));
        router.awaitSuccession();
        LOG.log(System.Logger.Level.INFO, "another router has taken over");
        System.exit(SUCCEEDED);
    }

    /// Threads of a router that started in part would keep the process.
    private static Router startOrEnd(RouterConfig config) {
        try {
            return start(config);
        } catch (IOException | RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "the router did not start", failure);
            System.exit(1);
            throw new IllegalStateException(failure);
        }
    }

    /// Returns when the router listens.
    public static Router start(RouterConfig config) throws IOException {
        Router router = Router.start(config, ProxyLimits.standard());
        String port = Integer.toString(router.port());
        LOG.log(System.Logger.Level.INFO, "router listens on {0}:{1}", config.listen(), port);
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
