package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class CommitStatusesIT {
    private static final String PROJECT = "/api/v1/projects/told-forge";
    private static final String APPLICATION = PROJECT + "/applications/shop";

    @Inject
    @Named("loops")
    Database loops;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private HttpServer forge;

    @BeforeEach
    void serve() throws IOException {
        forge = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        forge.createContext("/", exchange -> {
            boolean status = exchange.getRequestURI().getPath().startsWith("/api/v1/repos/ada/shop/statuses/");
            if (status) {
                told.add(exchange.getRequestHeaders().getFirst("Authorization"));
            }
            exchange.sendResponseHeaders(status ? 201 : 404, -1);
            exchange.close();
        });
        forge.start();
    }

    @AfterEach
    void stop() {
        forge.stop(0);
    }

    @Test
    void theForgeIsToldWithTheTokenOfTheProjectAndTheBuildSaysSo() {
        String host = "http://127.0.0.1:" + forge.getAddress().getPort();
        Api.project(Api.asAdministrator(), "told-forge");
        Api.asAdministrator()
                .body("{\"type\":\"token\",\"url\":\"" + host + "/ada\",\"token\":\"t0k3n\"}")
                .put(PROJECT + "/credentials/forge")
                .then()
                .statusCode(201);
        Api.asAdministrator()
                .body("{\"name\":\"shop\",\"source\":{\"git\":{\"url\":\"" + host
                        + "/ada/shop.git\"}},\"build\":{\"commitStatus\":\"forgejo\"}}")
                .post(PROJECT + "/applications")
                .then()
                .statusCode(201)
                .body("build.commitStatus", equalTo("gitea"));
        loops.run(sql -> sql.update("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, state,
                  release_version, finished_at)
                SELECT a.project_id, a.id, 2, 'webhook', 'ann', 'c0ffee', 'succeeded', 1, now()
                FROM applications a JOIN projects p ON p.id = a.project_id WHERE p.name = 'told-forge'
                """));

        await().until(
                        () -> Api.asAdministrator()
                                .get(APPLICATION + "/builds/2")
                                .path("commitStatus.told"),
                        "succeeded"::equals);
        Api.asAdministrator().get(APPLICATION + "/builds/2").then().body("commitStatus.error", nullValue());
        assertThat(told).containsOnly("token t0k3n");
        Api.asAdministrator()
                .get(APPLICATION + "/builds")
                .then()
                .body("items.find { it.number == 2 }.commitStatus.told", equalTo("succeeded"))
                .body("items.find { it.number == 1 }.commitStatus", nullValue());

        patch("{\"source\":{\"push\":{}}}", 422);
        patch("{\"build\":{\"commitStatus\":\"bitbucket\"}}", 422);
        patch("{\"build\":{\"commitStatus\":\"\"},\"source\":{\"push\":{}}}", 200);
    }

    private static void patch(String body, int status) {
        Api.asAdministrator()
                .header("If-Match", "*")
                .body(body)
                .patch(APPLICATION)
                .then()
                .statusCode(status);
    }
}
