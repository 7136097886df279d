package dev.slipway.platform.source;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.ScriptDownloads;
import dev.slipway.model.source.ScriptsUrl;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/// Fetches S2I scripts by the rules for Git URLs: from public addresses and those that the administrator allows,
/// each checked as it is connected to, also after a redirect. Only a server's 404 or 410 says that a script is not
/// there; any other fault fails the build, so that no outage changes which script runs.
@Singleton
public class SourceScripts implements ScriptDownloads {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SourceConfig config;
    private final Duration limit;

    @Inject
    SourceScripts(SourceConfig config) {
        this(config, LIMIT);
    }

    SourceScripts(SourceConfig config, Duration limit) {
        this.config = config;
        this.limit = limit;
    }

    @Override
    public Map<String, byte[]> fetch(ScriptsUrl.Remote from, List<String> names) throws InterruptedException {
        AtomicReference<SourceFault> refused = new AtomicReference<>();
        CloseableHttpClient client =
                SourceConnections.client(config, SourceAccess.NONE, fault -> refused.compareAndSet(null, fault));
        FutureTask<Map<String, byte[]>> fetch = new FutureTask<>(() -> scripts(client, from, names));
        Thread.ofVirtual().name("scripts").start(fetch);
        try {
            return fetch.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw failed(from.base().host() + " took longer than " + limit.toSeconds() + " s to answer.");
        } catch (ExecutionException e) {
            throw failed(
                    refused.get() == null
                            ? said(e.getCause(), from)
                            : refused.get().getMessage());
        } finally {
            fetch.cancel(true);
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private static Map<String, byte[]> scripts(CloseableHttpClient client, ScriptsUrl.Remote from, List<String> names)
            throws IOException {
        Map<String, byte[]> scripts = new TreeMap<>();
        for (String name : names) {
            Optional<byte[]> script = new ScriptDownload(client, URI.create(from.script(name))).content();
            script.ifPresent(content -> scripts.put(name, content));
        }
        return scripts;
    }

    private static String said(Throwable cause, ScriptsUrl.Remote from) {
        return switch (cause) {
            case SourceFault fault -> fault.getMessage();
            case SSLException untrusted -> from.base().host() + " cannot be trusted: " + untrusted.getMessage();
            default -> from.base().host() + " does not answer.";
        };
    }

    private static FailedBuild failed(String message) {
        return new FailedBuild(FailureReason.FetchScriptsFailed, "The scripts could not be fetched: " + message);
    }
}
