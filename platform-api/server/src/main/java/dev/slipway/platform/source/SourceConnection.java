package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.eclipse.jgit.transport.http.HttpConnection;

/// One request to a Git server and its answer, in the form that JGit asks for. What is no answer of the smart
/// protocol ends here with its reason.
final class SourceConnection implements HttpConnection {
    private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";
    private static final int LARGEST_REQUEST = 16 << 20;
    /// About 100,000 branches and tags; they are held in memory.
    private static final long LARGEST_ADVERTISEMENT = 8L << 20;

    private final SourceConnections conversation;
    private final CloseableHttpClient client;
    private final URL url;
    private final SourceAccess.SignIn signIn;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private HttpUriRequestBase request;
    private ClassicHttpResponse response;

    /// signIn is null where nothing is shown to this URL.
    SourceConnection(SourceConnections conversation, CloseableHttpClient client, URL url, SourceAccess.SignIn signIn) {
        this.conversation = conversation;
        this.client = client;
        this.url = url;
        this.signIn = signIn;
    }

    @Override
    public void setRequestMethod(String method) {
        this.method = method;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    /// A compressed answer could not be bounded by what comes over the wire, so none is asked for.
    @Override
    public void setRequestProperty(String name, String value) {
        if (!name.equalsIgnoreCase(HttpHeaders.ACCEPT_ENCODING)) {
            headers.put(name, value);
        }
    }

    /// What JGit writes is short: what it wants and what it has.
    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (body.size() + length > LARGEST_REQUEST) {
                    throw new IOException("the request to the Git server is too large");
                }
                body.write(bytes, offset, length);
            }
        };
    }

    @Override
    public void connect() throws IOException {
        if (response == null) {
            send();
            judge();
        }
    }

    private void send() throws IOException {
        request = new HttpUriRequestBase(method, java.net.URI.create(url.toString()));
        headers.forEach(request::setHeader);
        if (signIn != null) {
            request.setHeader(HttpHeaders.AUTHORIZATION, signIn.authorization());
        }
        if (!method.equals("GET")) {
            request.setEntity(new ByteArrayEntity(body.toByteArray(), (ContentType) null));
        }
        try {
            response = client.executeOpen(null, request, null);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException failure) {
        return switch (failure) {
            case SSLException _ ->
                failed(
                        FailureReason.SourceCertificateRefused,
                        url.getHost() + " cannot be trusted: " + message(failure));
            case SocketTimeoutException _, ConnectException _, NoRouteToHostException _ ->
                failed(FailureReason.SourceUnreachable, url.getAuthority() + " does not answer.");
            default -> failure;
        };
    }

    private void judge() throws IOException {
        int status = response.getCode();
        switch (status) {
            case 401, 403, 407 -> throw unauthorized(status);
            case 404, 410 ->
                throw failed(
                        FailureReason.SourceRepositoryNotFound,
                        url.getHost() + " answers " + status + ": there is no repository at this URL"
                                + (signIn == null ? "." : ", or the " + shown() + " may not see it."));
            default -> {
                if (status >= 400) {
                    throw failed(FailureReason.SourceUnreachable, url.getHost() + " answers " + status + ".");
                }
            }
        }
        if (status == HTTP_OK && (getHeaderField(HttpHeaders.CONTENT_ENCODING) != null || !speaksGit())) {
            throw failed(
                    FailureReason.SourceRepositoryNotFound,
                    "What answers at this URL is no Git server that speaks the smart protocol.");
        }
    }

    private SourceFault unauthorized(int status) {
        String answer = url.getHost() + " answers " + status;
        if (signIn != null) {
            return failed(FailureReason.SourceCredentialRejected, answer + " to the " + shown() + ".");
        }
        String kept = conversation
                .signIn()
                .map(one -> " The credential \"" + one.credential() + "\" is for " + one.below()
                        + " and was not shown where the server redirected to.")
                .orElse(" The project has no credential for it.");
        return failed(
                FailureReason.SourceAuthenticationRequired,
                answer + ": the repository is private or does not exist." + kept);
    }

    private String shown() {
        return "credential \"" + signIn.credential() + "\"";
    }

    private boolean speaksGit() {
        String type = getContentType();
        return !url.getPath().endsWith("/info/refs") || type != null && type.startsWith(ADVERTISEMENT);
    }

    private SourceFault failed(FailureReason reason, String message) {
        abandon();
        return conversation.failed(new SourceFault(reason, message));
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    @Override
    public int getResponseCode() throws IOException {
        connect();
        return response.getCode();
    }

    @Override
    public String getResponseMessage() throws IOException {
        connect();
        return response.getReasonPhrase();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        connect();
        InputStream content = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
        return new Answer(content, isAdvertisement() ? LARGEST_ADVERTISEMENT : Long.MAX_VALUE);
    }

    /// The list of refs: the first answer of the older protocol, the second of the newer.
    private boolean isAdvertisement() {
        return method.equals("GET")
                || body.toString(StandardCharsets.ISO_8859_1)
                        .lines()
                        .limit(1)
                        .anyMatch(line -> line.contains("ls-refs"));
    }

    private final class Answer extends FilterInputStream {
        private long left;
        private boolean ended;

        Answer(InputStream content, long most) {
            super(content);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                ended = true;
                return read;
            }
            conversation.received(read);
            left -= read;
            if (left < 0) {
                throw failed(FailureReason.SourceTooLarge, "The repository has too many branches and tags.");
            }
            return read;
        }

        /// What was not read is not read for the sake of the connection: it may have no end.
        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                abandon();
            }
        }
    }

    private void abandon() {
        if (request != null) {
            request.cancel();
        }
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public String getContentType() {
        return getHeaderField(HttpHeaders.CONTENT_TYPE);
    }

    @Override
    public int getContentLength() {
        String length = getHeaderField(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,9}") ? Integer.parseInt(length) : -1;
    }

    @Override
    public String getHeaderField(String name) {
        Header header = response == null ? null : response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return getHeaderFields().getOrDefault(name, List.of());
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response == null ? new Header[0] : response.getHeaders()) {
            fields.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(header.getValue());
        }
        return fields;
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    /// JGit asks for it only to trust everything; nothing here does.
    @Override
    public void configure(KeyManager[] keys, TrustManager[] trust, java.security.SecureRandom random) {
        throw new UnsupportedOperationException("certificates are checked");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {
        throw new UnsupportedOperationException("host names are checked");
    }

    @Override
    public void setUseCaches(boolean caches) {}

    /// The time limits are the conversation's.
    @Override
    public void setConnectTimeout(int millis) {}

    @Override
    public void setReadTimeout(int millis) {}

    @Override
    public void setInstanceFollowRedirects(boolean follow) {}

    @Override
    public void setDoOutput(boolean output) {}

    @Override
    public void setFixedLengthStreamingMode(int length) {}

    @Override
    public void setChunkedStreamingMode(int length) {}
}
