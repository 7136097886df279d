package dev.slipway.model.process;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The log of a process that nothing else configures.
public final class ProcessLog {
    /// A line of every process' log, for a formatter that knows this notation.
    public static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%c{1}] %s%e%n";

    private ProcessLog() {}

    /// Said to the root and not to the handler alone, so that libraries do not write in vain what nobody sees.
    public static void toStandardError(Level least, Formatter lines) {
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(standardError(lines));
        root.setLevel(least);
    }

    /// Of all that reaches it.
    public static Handler standardError(Formatter lines) {
        Handler handler = new ConsoleHandler();
        handler.setFormatter(lines);
        handler.setLevel(Level.ALL);
        return handler;
    }
}
