package dev.slipway;

import dev.slipway.backup.BackupMain;
import dev.slipway.model.process.Rest;
import dev.slipway.node.NodeMain;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/// One program; `slipway.roles` says which of its processes this one is: platform, node, or backup, which ends when its
/// work is done. The router has a jar of its own among the program's.
@QuarkusMain
public final class Main {
    private static final String FORMAT = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%c{1}] %s%e%n";

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String role = System.getProperty("slipway.roles", "platform");
        switch (role) {
            case "platform" -> {
                Rest.begin();
                Platform.run(arguments);
            }
            case "node" -> {
                logToStandardError(Level.INFO);
                Rest.begin();
                NodeMain.main(arguments);
            }
            case "backup" -> {
                logToStandardError(Level.WARNING);
                BackupMain.main(arguments);
            }
            default ->
                throw new IllegalArgumentException(
                        "slipway.roles is \"" + role + "\"; it must be platform, node or backup");
        }
    }

    /// Quarkus holds back log lines, all of them, until it is configured, which it never is in these roles. Said to the
    /// root and not to the handler alone, so that libraries do not write in vain what nobody sees.
    private static void logToStandardError(Level least) {
        Handler handler = new ConsoleHandler();
        handler.setFormatter(new PatternFormatter(FORMAT));
        handler.setLevel(Level.ALL);
        Logger.getLogger("").setLevel(least);
        InitialConfigurator.DELAYED_HANDLER.setLevel(least);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
    }
}
