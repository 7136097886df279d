package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/// One script on its way from a web server, over at most three redirects, never from https to http.
final class ScriptDownload {
    private static final int LARGEST = 256 << 10;
    private static final int REDIRECTS = 3;

    private final CloseableHttpClient client;
    private URI at;

    ScriptDownload(CloseableHttpClient client, URI at) {
        this.client = client;
        this.at = at;
    }

    /// Empty where the server says that it is not there. Throws SourceFault where it says anything else.
    Optional<byte[]> content() throws IOException {
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            HttpGet request = new HttpGet(at);
            ClassicHttpResponse answer = client.executeOpen(null, request, null);
            try {
                switch (answer.getCode()) {
                    case 200, 201 -> {
                        return Optional.of(read(answer));
                    }
                    case 404, 410 -> {
                        return Optional.empty();
                    }
                    case 301, 302, 303, 307, 308 -> at = next(answer);
                    default -> throw fault(at.getHost() + " answers " + answer.getCode() + ".");
                }
            } finally {
                request.cancel();
            }
        }
        throw fault(at.getHost() + " redirects too often.");
    }

    private byte[] read(ClassicHttpResponse answer) throws IOException {
        if (answer.getFirstHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            throw fault(at.getHost() + " answers in an encoding that was not asked for.");
        }
        // Not closed, here or as an answer: what was not read is read for that, and may have no end.
        InputStream content = answer.getEntity() == null
                ? InputStream.nullInputStream()
                : answer.getEntity().getContent();
        byte[] script = content.readNBytes(LARGEST + 1);
        if (script.length == 0 || script.length > LARGEST) {
            throw fault(at.getPath() + " is " + (script.length == 0 ? "empty." : "larger than 256 KiB."));
        }
        return script;
    }

    private URI next(ClassicHttpResponse answer) throws SourceFault {
        Header location = answer.getFirstHeader(HttpHeaders.LOCATION);
        try {
            URI next = at.resolve(location == null ? "" : location.getValue());
            String text = next.toString();
            GitUrl url = GitUrl.parse(next.getRawQuery() == null ? text : text.substring(0, text.indexOf('?')));
            if (next.getRawFragment() == null && url.isWeb() && (!secured(at) || secured(next))) {
                return next;
            }
        } catch (IllegalArgumentException _) {
            // Refused below.
        }
        throw fault(at.getHost() + " redirects to an address that is not followed.");
    }

    private static boolean secured(URI address) {
        return address.getScheme().equalsIgnoreCase("https");
    }

    private static SourceFault fault(String message) {
        return new SourceFault(FailureReason.FetchScriptsFailed, message);
    }
}
