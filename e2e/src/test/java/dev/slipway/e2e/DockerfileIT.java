package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Dockerfile is built where an administrator allows that, and nowhere else.
class DockerfileIT extends Story {
    private static final String APPLICATION = "{\"name\":\"web\",\"source\":{\"push\":{}},\"strategy\":\"dockerfile\"}";

    @Test
    void aPushedDockerfileAnswersWhereItIsAllowed(@TempDir Path source) {
        Api owner = admin.newUser("docker");
        owner.post("/projects", "{\"name\":\"docks\"}").expect(201);
        JsonNode refusal = owner.post("/projects/docks/applications", APPLICATION)
                .expect(403)
                .json();
        assertThat(refusal.path("code").asText()).isEqualTo("STRATEGY_NOT_ALLOWED");
        owner.put("/projects/docks/dockerfile-builds", "").expect(403);

        admin.put("/projects/docks/dockerfile-builds", "").expect(200);
        owner.post("/projects/docks/applications", APPLICATION).expect(201);
        WorkTree tree = WorkTree.at(source)
                .write("page.html", "good morning")
                .write("Dockerfile", """
                        FROM %s AS made
                        USER 0
                        RUN mkdir /srv/www && echo "made as $(id -u)" > /srv/www/index.html
                        FROM %1$s
                        COPY --from=made /srv/www /srv/www
                        COPY page.html /srv/www/
                        ENTRYPOINT ["busybox", "httpd", "-f"]
                        CMD ["-p", "8080", "-h", "/srv/www"]
                        """.formatted("slipway-" + installation.id() + "/builder-shell:1"))
                .commit("a Dockerfile");
        assertThat(push(tree, "docks/web").expectSuccess().err())
                .contains("Dockerfile Dockerfile, as the application says");
        visitor.seesSoon(host("docks", "web"), "made as 0");
        assertThat(visitor.visit(host("docks", "web"), "/page.html").expect(200).text())
                .isEqualTo("good morning");

        admin.delete("/projects/docks/dockerfile-builds").expect(200);
        assertThat(push(tree.write("page.html", "good evening").commit("later"), "docks/web")
                        .err())
                .contains("DockerfileNotAllowed");
        visitor.seesSoon(host("docks", "web"), "made as 0");
    }
}
