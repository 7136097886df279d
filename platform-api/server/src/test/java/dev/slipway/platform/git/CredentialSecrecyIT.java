package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceAccess.SignIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A credential is shown to the Git server and to nobody on this machine, while a fetch runs and when it has failed.
class CredentialSecrecyIT {
    private static final String OPEN = "sparrow-in-the-open";

    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Listener();
    private final CountDownLatch answered = new CountDownLatch(1);
    private GitHttpBackend forge;

    @TempDir
    Path work;

    @BeforeAll
    static void measure() {
        GitServer.measureFileSystem();
    }

    @BeforeEach
    void listen() {
        forge = new GitHttpBackend(work);
        root.setLevel(Level.ALL);
        root.addHandler(listener);
    }

    @AfterEach
    void stop() {
        root.removeHandler(listener);
        root.setLevel(before);
        forge.close();
    }

    @ParameterizedTest
    @CsvSource({"ada, canary-password-31c7", "token, canary-token-5d0e"})
    void noProcessNoLogAndNoErrorHasIt(String user, String secret) throws Exception {
        forge.answer(OPEN, exchange -> {
            answered.await();
            exchange.sendResponseHeaders(500, -1);
        });
        FutureTask<FailedBuild> fetch = new FutureTask<>(() -> catchThrowableOfType(
                FailedBuild.class,
                () -> mirrors(user, secret).fetch(UUID.randomUUID(), GitUrl.parse(forge.url(OPEN + "/a.git")), null)));
        Process other = new ProcessBuilder("sh", "-c", "read line", OPEN).start();
        try {
            Thread.startVirtualThread(fetch);
            await().until(() -> !forge.shown().isEmpty());

            assertThat(processes()).contains(OPEN).doesNotContain(forms(user, secret));
        } finally {
            other.getOutputStream().close();
            answered.countDown();
        }
        FailedBuild failure = fetch.get();
        assertThat(forge.shown()).contains("Basic " + forms(user, secret).get(1));
        Logger.getLogger("dev.slipway.test").info(OPEN);
        assertThat(String.join("\n", logged)).contains(OPEN).doesNotContain(forms(user, secret));
        assertThat(failure.getMessage() + failure.evidence() + traced(failure))
                .contains("127.0.0.1")
                .doesNotContain(forms(user, secret));
    }

    private Mirrors mirrors(String user, String secret) {
        SignIn signIn = SignIn.basic("forge", UrlPrefix.parse(forge.url("")), user, secret);
        return new Mirrors(
                FixedSourceConfig.loopback(),
                FixedGitConfig.defaults(),
                new Repositories(work.resolve("mirrors")),
                new FixedCredentials(new SourceAccess(signIn, null, List.of())));
    }

    private static List<String> forms(String user, String secret) {
        byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return List.of(secret, Base64.getEncoder().encodeToString(pair));
    }

    /// What every process of this machine was started with.
    private static String processes() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .flatMap(process -> Stream.of(process.resolve("cmdline"), process.resolve("environ")))
                    .map(CredentialSecrecyIT::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    /// Processes end while they are looked at, and others' environments may be closed to us.
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static String traced(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private final class Listener extends Handler {
        Listener() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage()
                    + List.of(record.getParameters() == null ? new Object[0] : record.getParameters())
                    + (record.getThrown() == null ? "" : traced(record.getThrown())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
