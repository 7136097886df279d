package dev.slipway.platform.node;

import dev.slipway.model.event.Bell;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Ends all waiting when the process is asked to end. Quarkus turns new requests away while it waits for open ones, so
/// long polls would keep the platform deaf for as long as it is willing to wait; and loops that went on meanwhile
/// would take nodes for lost whose reports were turned away.
@ApplicationScoped
public class LastCall {
    private final Bell bell;
    private final LogRelay logs;
    private final Thread atExit = new Thread(this::end, "last-call");

    LastCall(Bell bell, LogRelay logs) {
        this.bell = bell;
        this.logs = logs;
    }

    void onStart(@Observes StartupEvent started) {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        end();
    }

    private void end() {
        bell.end();
        logs.end();
    }
}
