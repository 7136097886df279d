package dev.slipway;

import dev.slipway.backup.BackupMain;
import dev.slipway.model.process.ProcessLog;
import dev.slipway.model.process.Rest;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/// The platform, or backup, which ends when its work is done: `slipway.roles` says which of both. The router and the
/// node have jars of their own among the program's.
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String role = System.getProperty("slipway.roles", "platform");
        switch (role) {
            case "platform" -> {
                Rest.begin();
                Platform.run(arguments);
            }
            case "backup" -> {
                warnOnStandardError();
                BackupMain.main(arguments);
            }
            default ->
                throw new IllegalArgumentException("slipway.roles is \"" + role + "\"; it must be platform or backup");
        }
    }

    /// Quarkus holds back log lines, all of them, until it is configured, which it never is in this role.
    private static void warnOnStandardError() {
        Handler handler = ProcessLog.standardError(new PatternFormatter(ProcessLog.LINE));
        Logger.getLogger("").setLevel(Level.WARNING);
        InitialConfigurator.DELAYED_HANDLER.setLevel(Level.WARNING);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
    }
}
