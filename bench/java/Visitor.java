import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Asks for a page every 5 ms over one connection that is kept.
final class Visitor implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
    private final HttpRequest request;
    private boolean answered;
    private int others;

    /// host null: that of the address.
    Visitor(String address, String host) {
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(URI.create("http://" + address + "/")).timeout(Duration.ofSeconds(5));
        this.request = (host == null ? asked : asked.header("Host", host)).build();
    }

    /// When the first 200 with this text came. Throws IllegalStateException after three minutes.
    Instant sees(String text) {
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            if (answers(text)) {
                return Instant.now();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException(request.uri() + " never answered with " + text);
    }

    /// Asks once.
    boolean answersNow(String text) {
        return answers(text);
    }

    private boolean answers(String text) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            note(response.statusCode() == 200);
            return response.statusCode() == 200 && response.body().contains(text);
        } catch (IOException _) {
            note(false);
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(boolean well) {
        answered |= well;
        others += well || !answered ? 0 : 1;
    }

    /// Answers other than a 200, and none at all, since the first 200.
    int others() {
        return others;
    }

    @Override
    public void close() {
        client.close();
    }
}
