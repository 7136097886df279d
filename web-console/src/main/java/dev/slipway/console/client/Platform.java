package dev.slipway.console.client;

import java.io.InputStream;

/// The platform's REST interface. The console does nothing that a caller of it could not do, so its rules are the
/// console's. All methods throw PlatformRefusal where the platform refuses or does not answer.
public interface Platform {
    /// The answer as a value of the type; null where the answer is empty.
    <T> T call(Call call, Class<T> type);

    /// Text as it comes. Whoever asked closes it.
    InputStream text(Call call);

    /// A stream of server-sent events after the one with that id, or all of them where it is null. Whoever asked closes
    /// it; empty where nothing more will come.
    InputStream events(Call call, String lastEventId);
}
