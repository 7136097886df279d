package dev.slipway.platform.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.platform.forge.Delivery.Failed;
import dev.slipway.platform.forge.Delivery.Told;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceConnections;
import dev.slipway.platform.source.SourceFault;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells a forge the status of a commit, by the rules for Git URLs: at public addresses and those that
/// the administrator allows. The token goes to the API of the repository's own host (for github.com to
/// api.github.com) and nowhere else, for no redirect is followed.
@Singleton
class ForgeClient {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SourceConfig config;
    private final ForgeTokens tokens;
    private final ObjectMapper json;
    private final String platform;
    private final Duration limit;

    @Inject
    ForgeClient(
            SourceConfig config,
            ForgeTokens tokens,
            ObjectMapper json,
            @ConfigProperty(name = "slipway.url", defaultValue = "http://localhost:8080") String platform) {
        this(config, tokens, json, platform, LIMIT);
    }

    ForgeClient(SourceConfig config, ForgeTokens tokens, ObjectMapper json, String platform, Duration limit) {
        this.config = config;
        this.tokens = tokens;
        this.json = json;
        this.platform = platform;
        this.limit = limit;
    }

    Delivery tell(Report report) throws InterruptedException {
        try {
            Optional<String> address = report.forge().address(report.repository(), report.commit());
            Optional<ForgeAccess> access = tokens.ofForge(report.applicationId(), report.repository());
            if (address.isEmpty()) {
                return new Failed("The path of " + report.repository() + " has no owner and name.", true);
            }
            if (access.isEmpty()) {
                return new Failed(
                        "The project has no credential of the type token for " + report.repository() + ".", true);
            }
            return send(report, URI.create(address.get()), access.get());
        } catch (FailedBuild unusable) {
            return new Failed(unusable.getMessage(), true);
        }
    }

    private Delivery send(Report report, URI address, ForgeAccess access) throws InterruptedException {
        AtomicReference<SourceFault> refused = new AtomicReference<>();
        CloseableHttpClient client =
                SourceConnections.client(config, access.trust(), fault -> refused.compareAndSet(null, fault));
        FutureTask<Integer> post = new FutureTask<>(() -> status(client, report, address, access));
        Thread.ofVirtual().name("commit-status").start(post);
        try {
            return judged(post.get(limit.toMillis(), TimeUnit.MILLISECONDS), report, address, access);
        } catch (TimeoutException _) {
            return new Failed(address.getHost() + " took longer than " + limit.toSeconds() + " s to answer.", false);
        } catch (ExecutionException e) {
            return refused.get() == null
                    ? broken(e.getCause(), address)
                    : new Failed(refused.get().getMessage(), false);
        } finally {
            post.cancel(true);
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private int status(CloseableHttpClient client, Report report, URI address, ForgeAccess access) throws IOException {
        Forge.Header signIn = report.forge().signIn(access.token());
        HttpPost post = new HttpPost(address);
        post.setHeader(signIn.name(), signIn.value());
        post.setHeader("Accept", "application/json");
        post.setHeader("User-Agent", "Slipway");
        post.setEntity(new StringEntity(body(report), ContentType.APPLICATION_JSON));
        try (ClassicHttpResponse answer = client.executeOpen(null, post, null)) {
            return answer.getCode();
        } finally {
            post.cancel();
        }
    }

    private String body(Report report) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("state", report.forge().word(report.state()));
        fields.put("target_url", report.page(platform));
        fields.put("description", report.description());
        fields.put("context", report.context());
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Delivery judged(int status, Report report, URI address, ForgeAccess access) {
        String answer = address.getHost() + " answers " + status;
        String credential = "the token of the credential \"" + access.credential() + "\"";
        return switch (status) {
            case 200, 201, 202, 204 -> new Told();
            case 401, 403 -> new Failed(answer + ": " + credential + " may not write statuses of commits.", true);
            case 404, 410 ->
                new Failed(
                        answer + ": there is no " + report.forge().word() + " repository or commit there that "
                                + credential + " may see.",
                        true);
            case 408, 429 -> new Failed(answer + ".", false);
            default -> {
                if (status >= 300 && status < 400) {
                    yield new Failed(
                            answer + ": redirects are not followed. Give the URL that the forge has now.", true);
                }
                yield new Failed(answer + ".", status < 500);
            }
        };
    }

    private static Delivery broken(Throwable cause, URI address) {
        return new Failed(
                cause instanceof SSLException untrusted
                        ? address.getHost() + " cannot be trusted: " + untrusted.getMessage()
                        : address.getHost() + " does not answer.",
                false);
    }
}
