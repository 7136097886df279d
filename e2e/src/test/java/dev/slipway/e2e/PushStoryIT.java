package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The main job: push a repository, see it answer on its hostname.
class PushStoryIT extends Story {
    private static final String OLDER_MS =
            "sha512-sGkPx+VjMtmA6MX27oA4FBFELFCZZ4S4XqeGOXCv68tT+jb3vk/RyaKWP0PTKyWtmLSM0b+adUTEvbs1PEaH2w==";

    @Test
    void theDemoAnswersOnTheUrlThatUpPrinted() {
        assertThat(visitor.visit(URI.create(installation.demoUrl()).getHost(), "/")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPushAnswersAndAnotherPushAnswersAnewAndARollbackAsBefore() {
        admin.application("story", "shell", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        String host = host("story", "shell");

        Command.Result first = push(tree, "story/shell").expectSuccess();
        assertThat(first.err())
                .contains("remote: build 1 succeeded")
                .contains("http://" + host + ":" + installation.routerPort());
        assertThat(visitor.visit(host, "/").text()).contains("Hello from Slipway");

        push(tree.write("www/index.html", "second edition").commit("second"), "story/shell")
                .expectSuccess();
        visitor.seesSoon(host, "second edition");

        admin.post("/projects/story/applications/shell/deployments", "{\"release\":1}")
                .expect(202);
        visitor.seesSoon(host, "Hello from Slipway");
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode application =
                    admin.get("/projects/story/applications/shell").expect(200).json();
            return application.path("currentRelease").asInt() == 1
                    && application.path("status").path("state").asText().equals("running");
        });
    }

    @Test
    void anApplicationThatListensOnAnotherPortIsFoundThere() {
        admin.application("story", "elsewhere", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .write("app.sh", "#!/bin/sh\nexec busybox httpd -f -p 3000 -h www\n")
                .commit("as on my machine");

        assertThat(push(tree, "story/elsewhere").expectSuccess().err()).contains("port 3000, where it was found");
        assertThat(visitor.visit(host("story", "elsewhere"), "/").text()).contains("Hello from Slipway");
    }

    @Test
    void anUnchangedCommitPushedAgainBuildsNothing() {
        admin.application("story", "unchanged", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        push(tree, "story/unchanged").expectSuccess();

        push(tree, "story/unchanged").expectSuccess();

        assertThat(admin.get("/projects/story/applications/unchanged/builds")
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void aNodeApplicationGetsItsPackagesAndThoseOfTheBuildBeforeWhileTheyStayTheSame() {
        admin.application("story", "npm", "");
        WorkTree tree = WorkTree.ofSample(directory, "nodejs");
        String host = host("story", "npm");

        Command.Result first = push(tree, "story/npm").expectSuccess();

        assertThat(first.err()).contains("Builder nodejs").contains("Dependencies are installed apart");
        Api.Answer answer = visitor.visit(host, "/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Uptime")).isPresent();

        tree.write("message.txt", "second edition").commit("second");
        Command.Result second = push(tree, "story/npm").expectSuccess();
        assertThat(second.err()).contains("Dependencies are those of an earlier build");
        visitor.seesSoon(host, "second edition");

        tree.edit("package.json", text -> text.replace("2.1.3", "2.1.2"))
                .edit(
                        "package-lock.json",
                        text -> text.replace("2.1.3", "2.1.2").replaceAll("sha512-[^\"]*", OLDER_MS))
                .commit("another dependency");
        Command.Result changed = push(tree, "story/npm").expectSuccess();
        assertThat(changed.err())
                .contains("Only what differs is installed, on top of those of an earlier build")
                .contains("changed 1 package");

        String unpacked = "{\"name\":\"hello\",\"private\":true,\"workspaces\":[\"parts/*\"],"
                + "\"scripts\":{\"start\":\"node server.js\"},\"dependencies\":{\"ms\":\"2.1.2\"}}";
        tree.write("package.json", unpacked)
                .write("message.txt", "third edition")
                .commit("third");
        Command.Result third = push(tree, "story/npm").expectSuccess();
        assertThat(third.err()).contains("has workspaces").contains("Dependencies are installed with the source");
        visitor.seesSoon(host, "third edition");

        admin.patch("/projects/story/applications/npm", "{\"build\":{\"incremental\":true}}")
                .expect(200);
        tree.write("message.txt", "fourth edition").commit("fourth");
        Command.Result fourth = push(tree, "story/npm").expectSuccess();
        assertThat(fourth.err()).contains("Incremental: ").contains("Restoring node_modules of the build before");
        visitor.seesSoon(host, "fourth edition");
    }

    @Test
    void aBuilderThatIsNotThereYetIsMadeByTheFirstBuildThatWantsIt() {
        admin.application("story", "perl", "");

        Command.Result pushed =
                push(WorkTree.ofSample(directory, "perl"), "story/perl").expectSuccess();

        assertThat(pushed.err())
                .contains("because the source has app.psgi")
                .contains("is made at its first use")
                .contains("remote: build 1 succeeded");
        assertThat(visitor.visit(host("story", "perl"), "/").text()).contains("Hello from Perl");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> admin.get("/builders/perl").json().path("made").asBoolean());
    }

    @Test
    void aStaticSiteIsServed() {
        admin.application("story", "site", "");

        push(WorkTree.ofSample(directory, "static"), "story/site").expectSuccess();

        assertThat(visitor.visit(host("story", "site"), "/style.css").status()).isEqualTo(200);
        assertThat(visitor.visit(host("story", "site"), "/nothing").status()).isEqualTo(404);
    }

    @Test
    void afterAFailedAssembleThePushIsStoredTheReasonIsSaidAndTheOldReleaseServes() {
        admin.application("story", "failing", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        push(tree, "story/failing").expectSuccess();
        tree.writeScript(".s2i/bin/assemble", "#!/bin/sh\necho looking for the flux capacitor\nexit 3\n")
                .commit("break it");

        Command.Result pushed = push(tree, "story/failing").expectSuccess();

        assertThat(pushed.err()).contains("build 2 failed: AssembleFailed").contains("flux capacitor");
        assertThat(visitor.visit(host("story", "failing"), "/").text()).contains("Hello from Slipway");
        JsonNode build = admin.get("/projects/story/applications/failing/builds/2")
                .expect(200)
                .json();
        assertThat(build.path("state").asText()).isEqualTo("failed");
        assertThat(build.path("reason").asText()).isEqualTo("AssembleFailed");
        assertThat(build.path("evidence").toString()).contains("flux capacitor");
        assertThat(build.path("commit").path("id").asText()).isEqualTo(tree.head());
        assertThat(build.path("next").asText()).isNotBlank();

        admin.patch(
                        "/projects/story/applications/failing",
                        "{\"build\":{\"postCommit\":{\"script\":\"grep capacitor www/index.html\"}}}")
                .expect(200);
        tree.writeScript(".s2i/bin/assemble", "#!/bin/sh\nexec /usr/libexec/s2i/assemble\n")
                .commit("assemble again");
        Command.Result refused = push(tree, "story/failing").expectSuccess();
        assertThat(refused.err()).contains("Checking the image").contains("build 3 failed: PostCommitHookFailed");
        assertThat(visitor.visit(host("story", "failing"), "/").text()).contains("Hello from Slipway");
        tree.write("www/index.html", "found the flux capacitor").commit("what the check looks for");
        push(tree, "story/failing").expectSuccess();
        visitor.seesSoon(host("story", "failing"), "found the flux capacitor");
    }

    @Test
    void threeInstancesAnswerAfterScalingToThree() {
        admin.application("story", "three", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(
                        "app.sh",
                        "#!/bin/sh\nmkdir -p www\nhostname > www/index.html\n"
                                + "exec busybox httpd -f -p \"${PORT:-8080}\" -h www\n")
                .commit("say who answers");
        push(tree, "story/three").expectSuccess();

        admin.put("/projects/story/applications/three/scale", "{\"replicas\":3}")
                .expect(200);

        Set<String> names = new HashSet<>();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Api.Answer answer = visitor.visit(host("story", "three"), "/");
                    assertThat(answer.status()).isEqualTo(200);
                    names.add(answer.text());
                    return names.size() == 3;
                });
    }

    @Test
    void anInstanceThatDiesIsReplaced() {
        admin.application("story", "mortal", "");
        push(WorkTree.ofSample(directory, "shell"), "story/mortal").expectSuccess();
        JsonNode instance = instances("story", "mortal").get(0);
        String container = installation
                .docker(
                        "ps",
                        "-q",
                        "--filter",
                        "label=dev.slipway.instance=" + instance.path("id").asText())
                .expectSuccess()
                .out()
                .strip();

        installation.docker("kill", container).expectSuccess();

        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    JsonNode newest = instances("story", "mortal").get(0);
                    return !newest.path("id").equals(instance.path("id"))
                            && newest.path("ready").asBoolean();
                });
        visitor.seesSoon(host("story", "mortal"), "Hello from Slipway");
    }

    private JsonNode instances(String project, String application) {
        return admin.get("/projects/" + project + "/applications/" + application + "/instances")
                .expect(200)
                .json()
                .path("items");
    }

    @Test
    void theInstanceLogCanBeRead() {
        admin.application("story", "talking", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(
                        "app.sh",
                        "#!/bin/sh\necho up and talking\n" + "exec busybox httpd -f -p \"${PORT:-8080}\" -h www\n")
                .commit("talk");
        push(tree, "story/talking").expectSuccess();

        String instance = instances("story", "talking").get(0).path("id").asText();

        assertThat(admin.get("/projects/story/applications/talking/instances/" + instance + "/log")
                        .expect(200)
                        .text())
                .contains("up and talking");
    }
}
