package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PagesTest {
    private final InMemoryPlatform platform;

    @Inject
    PagesTest(InMemoryPlatform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void begin() {
        platform.reset();
        Samples.tell(platform, "Good morning");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/new-project",
                "/console/projects/shop",
                "/console/projects/shop/deletion",
                "/console/projects/shop/new-application",
                "/console/projects/shop/applications/hello",
                "/console/projects/shop/applications/hello/builds",
                "/console/projects/shop/applications/hello/builds/1",
                "/console/projects/shop/applications/hello/releases",
                "/console/projects/shop/applications/hello/releases/2",
                "/console/projects/shop/applications/hello/instances",
                "/console/projects/shop/applications/hello/instances/i1",
                "/console/projects/shop/applications/hello/log",
                "/console/projects/shop/applications/hello/environment",
                "/console/projects/shop/applications/hello/settings",
                "/console/account"
            })
    void everyPageIsShown(String path) {
        Response page = RestAssured.given()
                .header("Cookie", "__Host-sid=" + InMemoryPlatform.SESSION)
                .get(path);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
    }
}
