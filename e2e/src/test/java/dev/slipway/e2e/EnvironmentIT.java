package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Changes of the environment become releases.
class EnvironmentIT extends Story {
    private static final String PROJECT = "environment";

    @Test
    void aChangeIsANewReleaseDeployedAtOnceWithoutABuild() {
        greeter("greeter", "good morning");

        environment("greeter", "", variable("GREETING", "good evening", false)).expect(200);

        visitor.seesSoon(host(PROJECT, "greeter"), "good evening");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> deployments("greeter").path(0).path("state").asText(), "succeeded"::equals);
        JsonNode newest = deployments("greeter").path(0);
        assertThat(newest.path("number").asInt()).isEqualTo(2);
        assertThat(newest.path("release").asInt()).isEqualTo(2);
        assertThat(newest.path("previous").asInt()).isEqualTo(1);
        assertThat(deployments("greeter")).hasSize(2);
        assertThat(items("greeter", "builds")).hasSize(1);
        assertThat(application("greeter").path("currentRelease").asInt()).isEqualTo(2);
    }

    @Test
    void aChangeThatIsKeptBackWaitsUntilItsReleaseIsDeployed() {
        greeter("patient", "good morning");

        environment("patient", "?deploy=false", variable("GREETING", "good evening", false))
                .expect(200);

        assertThat(items("patient", "releases")).hasSize(2);
        assertThat(deployments("patient")).hasSize(1);
        assertThat(application("patient").path("currentRelease").asInt()).isEqualTo(1);
        assertThat(visitor.visit(host(PROJECT, "patient"), "/").text()).contains("good morning");

        admin.post(path("patient") + "/deployments", "{\"release\":2}").expect(202);
        visitor.seesSoon(host(PROJECT, "patient"), "good evening");
    }

    @Test
    void theDifferenceOfTwoReleasesShowsWhatChangedAndNoSecret() {
        greeter("differing", "good morning");

        environment(
                        "differing",
                        "?deploy=false",
                        variable("GREETING", "good evening", false),
                        variable("PASSWORD", "hush hush", true))
                .expect(200);

        Api.Answer diff =
                admin.get(path("differing") + "/releases/2/diff?against=1").expect(200);
        assertThat(diff.text()).doesNotContain("hush hush").doesNotContain("good evening");
        assertThat(differences(diff)).containsExactly("environment.GREETING changed", "environment.PASSWORD added");
    }

    private static List<String> differences(Api.Answer diff) {
        return diff.json()
                .path("differences")
                .valueStream()
                .map(difference -> difference.path("field").asText() + " "
                        + difference.path("change").asText())
                .toList();
    }

    @Test
    void aVariableForBuildsMakesNoReleaseAndTheNextBuildSeesIt() {
        WorkTree tree = greeter("building", "good morning");

        environment("building", "", "{\"name\":\"FLAVOUR\",\"value\":\"vanilla\",\"scope\":\"build\"}")
                .expect(200);

        assertThat(items("building", "releases")).hasSize(1);
        assertThat(application("building").path("configurationNewerThanImage").asBoolean())
                .isTrue();
        tree.writeScript(".s2i/bin/assemble", "#!/bin/sh\necho \"flavour $FLAVOUR\"\ncp -R /tmp/src/. .\n")
                .commit("say the flavour");
        assertThat(push(tree, "environment/building").expectSuccess().err()).contains("flavour vanilla");
        assertThat(application("building").path("configurationNewerThanImage").asBoolean())
                .isFalse();
    }

    @Test
    void theSameValueAgainChangesNothing() {
        greeter("steady", "good morning");

        environment("steady", "", variable("GREETING", "good morning", false)).expect(200);

        assertThat(items("steady", "releases")).hasSize(1);
        assertThat(deployments("steady")).hasSize(1);
    }

    @Test
    void visitorsNoticeNothingButTheNewValueWhileAChangeIsRolledOut() {
        greeter("smooth", "good morning");

        try (Poll poll = Poll.of(visitor, host(PROJECT, "smooth"), "good ")) {
            environment("smooth", "", variable("GREETING", "good evening", false))
                    .expect(200);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> deployments("smooth").path(0).path("state").asText(), "succeeded"::equals);
            poll.assertAllAnswered();
        }
        assertThat(visitor.visit(host(PROJECT, "smooth"), "/").text()).contains("good evening");
    }

    /// An application that shows the variable GREETING, pushed and answering.
    private WorkTree greeter(String name, String greeting) {
        admin.application(PROJECT, name, ",\"environment\":[" + variable("GREETING", greeting, false) + "]");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(
                        "app.sh",
                        "#!/bin/sh\nmkdir -p www\necho \"$GREETING\" > www/index.html\n"
                                + "exec busybox httpd -f -p \"${PORT:-8080}\" -h www\n")
                .commit("greet");
        push(tree, PROJECT + "/" + name).expectSuccess();
        assertThat(visitor.visit(host(PROJECT, name), "/").text()).contains(greeting);
        return tree;
    }

    private static String variable(String name, String value, boolean secret) {
        return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\",\"secret\":" + secret + "}";
    }

    private Api.Answer environment(String application, String query, String... variables) {
        return admin.patch(
                path(application) + "/environment" + query,
                "{\"variables\":[" + String.join(",", List.of(variables)) + "]}");
    }

    private static String path(String application) {
        return "/projects/" + PROJECT + "/applications/" + application;
    }

    private JsonNode application(String name) {
        return admin.get(path(name)).expect(200).json();
    }

    private JsonNode deployments(String application) {
        return items(application, "deployments");
    }

    private JsonNode items(String application, String kind) {
        return admin.get(path(application) + "/" + kind).expect(200).json().path("items");
    }
}
