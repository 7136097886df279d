package dev.slipway.platform;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class DockerfileBuildsIT {
    private static final String APPLICATION = """
            {"name": "web", "source": {"push": {}}, "strategy": "dockerfile",
             "build": {"dockerfile": "/deploy/Dockerfile", "target": "run", "args": {"VERSION": "1"}}}
            """;

    @Test
    void onlyAPlatformAdministratorAllowsThemAndItIsAudited() {
        RequestSpecification owner = Api.asNewUser("docker-owner");
        Api.project(owner, "docker-shop");

        owner.put("/api/v1/projects/docker-shop/dockerfile-builds")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        Api.asNewUser("docker-stranger")
                .put("/api/v1/projects/docker-shop/dockerfile-builds")
                .then()
                .statusCode(404);
        owner.get("/api/v1/projects/docker-shop").then().body("dockerfileBuilds", equalTo(false));
        allowed("docker-shop", true);
        owner.get("/api/v1/projects/docker-shop").then().body("dockerfileBuilds", equalTo(true));
        Api.asAdministrator()
                .get("/api/v1/audit?project=docker-shop&kind=dockerfile-builds")
                .then()
                .body("items.outcome", hasItems("done", "refused"))
                .body("items.operation", hasItems("PUT /api/v1/projects/{project}/dockerfile-builds"));
    }

    @Test
    void applicationsAreBuiltOfADockerfileOnlyWhereThatIsAllowed() {
        Api.project(Api.asAdministrator(), "docker-yard");
        create("docker-yard", APPLICATION)
                .statusCode(403)
                .body("code", equalTo("STRATEGY_NOT_ALLOWED"))
                .body("errors[0].field", equalTo("strategy"))
                .body("next", containsString("PUT /api/v1/projects/docker-yard/dockerfile-builds"));
        allowed("docker-yard", true);

        create("docker-yard", APPLICATION)
                .statusCode(201)
                .body("strategy", equalTo("dockerfile"))
                .body("build.dockerfile", equalTo("deploy/Dockerfile"))
                .body("build.target", equalTo("run"))
                .body("build.args.VERSION", equalTo("1"));
        change("{\"build\": {\"target\": \"\", \"args\": {}}}")
                .statusCode(200)
                .body("build.target", equalTo(null))
                .body("build.args", equalTo(java.util.Map.of()));

        allowed("docker-yard", false);
        change("{\"build\": {\"incremental\": true}}").statusCode(403).body("code", equalTo("STRATEGY_NOT_ALLOWED"));
        change("{\"replicas\": 2}").statusCode(200);
        change("{\"strategy\": \"s2i\"}").statusCode(200).body("strategy", equalTo("s2i"));
    }

    @Test
    void whatIsSaidOfADockerfileIsChecked() {
        Api.project(Api.asAdministrator(), "docker-dock");
        refused("{\"build\": {\"dockerfile\": \"../Dockerfile\"}}", "build.dockerfile");
        refused("{\"build\": {\"target\": \"a b\"}}", "build.target");
        refused("{\"build\": {\"args\": {\"A-B\": \"1\"}}}", "build.args");
        refused("{\"build\": {\"args\": {\"A\": \"1\\n2\"}}}", "build.args");
        refused("{\"strategy\": \"custom\"}", "strategy");
    }

    private static void refused(String settings, String field) {
        create("docker-dock", settings.replaceFirst("\\{", "{\"name\": \"web\", \"source\": {\"push\": {}}, "))
                .statusCode(422)
                .body("errors[0].field", equalTo(field));
    }

    private static ValidatableResponse create(String project, String body) {
        return Api.asAdministrator()
                .body(body)
                .post("/api/v1/projects/" + project + "/applications")
                .then();
    }

    private static ValidatableResponse change(String body) {
        return Api.asAdministrator()
                .header("If-Match", "*")
                .body(body)
                .patch("/api/v1/projects/docker-yard/applications/web")
                .then();
    }

    private static void allowed(String project, boolean allowed) {
        String path = "/api/v1/projects/" + project + "/dockerfile-builds";
        ValidatableResponse answer = allowed
                ? Api.asAdministrator().put(path).then()
                : Api.asAdministrator().delete(path).then();
        answer.statusCode(200).body("dockerfileBuilds", equalTo(allowed));
    }
}
