package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Sources that nobody pushes: archives sent with a build, and a repository elsewhere.
class SourcesIT extends Story {
    private static final String PROJECT = "sources";
    private static final String APPLICATIONS = "/projects/" + PROJECT + "/applications/";

    @AfterEach
    void makeRoom() {
        for (JsonNode application :
                admin.get("/projects/" + PROJECT + "/applications").json().path("items")) {
            admin.delete(APPLICATIONS + application.path("name").asText() + "?purge=true");
        }
    }

    @Test
    void anArchiveOfEachKindBuildsAndARetryHasTheSameContent() throws IOException {
        admin.application(PROJECT, "sent", "");
        WorkTree.ofSample(Files.createDirectory(directory.resolve("shop")), "shell")
                .write("www/index.html", "a gzip of a folder");

        JsonNode first = built("sent", "", "application/gzip", tar("-czf", "shop"));
        assertThat(first.path("commit").isNull()).isTrue();
        assertThat(first.path("builder").asText()).startsWith("shell:");
        visitor.seesSoon(host(PROJECT, "sent"), "a gzip of a folder");

        Path web = Files.createDirectories(directory.resolve("mono/services/web"));
        Files.writeString(web.resolve("index.html"), "a directory in a tar");
        Files.writeString(directory.resolve("mono/README"), "not built");
        JsonNode second = built("sent", "&clean=true&contextDir=services/web", "application/x-tar", tar("-cf", "mono"));
        assertThat(second.path("builder").asText()).startsWith("static:");
        visitor.seesSoon(host(PROJECT, "sent"), "a directory in a tar");

        JsonNode third = built("sent", "", "application/zip", zip(Map.of("index.html", "a zip")));
        visitor.seesSoon(host(PROJECT, "sent"), "a zip");

        JsonNode again = admin.post(APPLICATIONS + "sent/builds/1/retry?wait=done&timeout=PT2M", "")
                .expect(200)
                .json();
        assertThat(again.path("state").asText()).as("%s", again).isEqualTo("succeeded");
        assertThat(again.path("archive")).isEqualTo(first.path("archive")).isNotEqualTo(third.path("archive"));
        visitor.seesSoon(host(PROJECT, "sent"), "a gzip of a folder");
        assertThat(kept()).hasSize(3);
    }

    @Test
    void aHostileArchiveIsRefusedWithItsReasonAndLeavesNothing() throws IOException {
        admin.application(PROJECT, "hostile", "");
        Files.createDirectories(directory.resolve("inside"));
        Files.writeString(directory.resolve("escape"), "owned");
        List<Path> before = kept();

        Api.Answer refused = send("hostile", "", "application/x-tar", tar("-C", "inside", "-cPf", "../escape"));

        assertThat(refused.expect(422).json().path("code").asText()).isEqualTo("ARCHIVE_REFUSED");
        assertThat(refused.json().path("detail").asText()).contains("../escape");
        assertThat(refused.json().path("next").asText()).isNotBlank();
        assertThat(admin.get(APPLICATIONS + "hostile/builds").json().path("items"))
                .isEmpty();
        assertThat(before).containsAll(kept());
    }

    @Test
    void aGitUrlIsBuiltAndARefreshFindsWhatIsNew() throws IOException {
        WorkTree remote = WorkTree.ofSample(Files.createDirectories(directory.resolve("remote/shop")), "static")
                .write("index.html", "the first commit")
                .commit("first");
        String first = remote.head();
        if (admin.get("/projects/" + PROJECT).status() == 404) {
            admin.post("/projects", "{\"name\":\"" + PROJECT + "\"}").expect(201);
        }
        try (GitServer server = new GitServer(directory.resolve("remote"))) {
            admin.post(
                            "/projects/" + PROJECT + "/applications",
                            "{\"name\":\"fetched\",\"source\":{\"git\":{\"url\":\"" + server.url("shop/.git") + "\"}}}")
                    .expect(201);
            visitor.seesSoon(host(PROJECT, "fetched"), "the first commit");
            assertThat(refreshed("").path("moved").isNull()).isTrue();

            String second = remote.write("index.html", "the second commit")
                    .commit("second")
                    .head();
            JsonNode looked = refreshed("&build=false");
            assertThat(looked.path("moved").path("from").asText()).isEqualTo(first);
            assertThat(looked.path("moved").path("to").asText()).isEqualTo(second);
            assertThat(looked.path("build").isNull()).isTrue();
            JsonNode built = refreshed("");
            assertThat(built.path("build").asInt()).isEqualTo(2);
            visitor.seesSoon(host(PROJECT, "fetched"), "the second commit");
        }
        JsonNode away = refreshed("");
        assertThat(away.path("reason").asText()).isEqualTo("SourceUnreachable");
        assertThat(away.path("next").asText()).isNotBlank();
    }

    /// What has begun is finished; whoever comes later waits for the next platform.
    @Test
    void anArchiveUnderWayArrivesAlthoughThePlatformStops() throws IOException {
        admin.application(PROJECT, "slow", "");
        byte[] archive = zip(Map.of("index.html", "sent while it stopped"));
        ProcessHandle platform = Victim.PLATFORM.process(installation);
        try (Socket socket = new Socket("127.0.0.1", installation.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1" + APPLICATIONS + "slow/builds HTTP/1.1\r\nHost: slipway\r\nAuthorization: Bearer "
                            + admin.token() + "\r\nContent-Type: application/zip\r\nContent-Length: "
                            + archive.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(archive, 0, 100);
            await().until(this::somethingArrives);

            Victim.signal("TERM", platform);
            await().until(() -> turnedAway("/me"));
            out.write(archive, 100, archive.length - 100);

            assertThat(PlainAnswer.read(socket.getInputStream()).status()).isEqualTo(202);
        }
        Victim.dead(platform);
        visitor.seesSoon(host(PROJECT, "slow"), "sent while it stopped");
    }

    private boolean somethingArrives() throws IOException {
        try (Stream<Path> incoming = Files.list(installation.home().resolve("platform/uploads/.incoming"))) {
            return incoming.findAny().isPresent();
        }
    }

    private boolean turnedAway(String path) {
        try {
            return admin.get(path).status() == 503;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private JsonNode refreshed(String query) {
        return admin.post(APPLICATIONS + "fetched/refresh?wait=done" + query, "")
                .expect(200)
                .json();
    }

    private JsonNode built(String application, String query, String type, byte[] archive) {
        JsonNode build = send(application, query, type, archive).expect(200).json();
        assertThat(build.path("state").asText()).as("%s", build).isEqualTo("succeeded");
        return build;
    }

    private Api.Answer send(String application, String query, String type, byte[] archive) {
        return admin.send(APPLICATIONS + application + "/builds?wait=done&timeout=PT2M" + query, type, archive);
    }

    /// The options of tar, the last of which takes the archive's name, then what is packed.
    private byte[] tar(String... words) throws IOException {
        Path archive = directory.resolve("archive");
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(words).subList(0, words.length - 1));
        command.addAll(List.of(archive.toString(), words[words.length - 1]));
        new Command(directory, Map.of(), Duration.ofMinutes(1)).run(command).expectSuccess();
        return Files.readAllBytes(archive);
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private List<Path> kept() {
        try (Stream<Path> files = Files.walk(installation.home().resolve("platform/uploads"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
