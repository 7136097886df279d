package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class DeploymentsIT {
    private final Database loops;

    @Inject
    DeploymentsIT(@Named("loops") Database loops) {
        this.loops = loops;
    }

    @Test
    void parallelDeploymentsAllGoThroughAndTheNewestSupersedes() throws InterruptedException {
        Api.project(Api.asAdministrator(), "deployed");
        Api.application(Api.asAdministrator(), "deployed", "shop");
        loops.run(sql -> sql.update("""
                INSERT INTO releases (project_id, application_id, version, image_id, environment, sealed, processes,
                                      cause, created_by)
                SELECT project_id, a.id, 1, 'sha256:0', '[]', '', a.processes, 'test', 'test'
                FROM applications a JOIN projects p ON p.id = a.project_id WHERE p.name = 'deployed'
                """));
        String path = "/api/v1/projects/deployed/applications/shop/deployments";

        assertThat(Parallel.statuses(
                        12,
                        _ -> Api.asAdministrator()
                                .body("{\"release\":1}")
                                .post(path)
                                .statusCode()))
                .hasSize(12)
                .containsOnly(202);

        Api.asAdministrator()
                .get(path)
                .then()
                .body("items[0].number", equalTo(12))
                .body("items.findAll { it.cause?.code != 'Superseded' }.size()", equalTo(1));
    }
}
