package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A builder of one's own, begun by the launcher, tried by its own test, and used by an application.
class OwnBuilderIT extends Story {
    private static final String PROJECT = "own-builder";

    @Test
    void ourBuildersTellHowTheyAreUsed() {
        for (String builder : List.of("shell:1", "static:1.22", "nodejs:24")) {
            String image = "slipway-" + installation.id() + "/builder-" + builder;
            String usage = installation
                    .docker("run", "--rm", "--network", "none", image)
                    .expectSuccess()
                    .out();

            assertThat(usage).contains("S2I builder image");
            assertThat(installation
                            .docker("run", "--rm", "--network", "none", image, "/usr/libexec/s2i/assemble", "-h")
                            .expectSuccess()
                            .out())
                    .isEqualTo(usage);
        }
    }

    @Test
    void aBuilderBegunByTheLauncherPassesItsTestAndBuildsAnApplication() throws Exception {
        Path builder = directory.resolve("paper");
        installation.launcher("builders", "new", "paper", builder.toString()).expectSuccess();
        Command inIt =
                new Command(builder, Map.of("SLIPWAY_HOME", installation.home().toString()), Duration.ofMinutes(3));

        assertThat(inIt.run("test/run").expectSuccess().out()).contains("paper: 4 of 4");
        inIt.run("./load").expectSuccess();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> admin.get("/builders/paper").status() == 200);
            admin.application(PROJECT, "web", "");
            WorkTree tree =
                    WorkTree.copyOf(builder.resolve("test/app"), Files.createDirectory(directory.resolve("app")));
            assertThat(push(tree, PROJECT + "/web").expectSuccess().err())
                    .contains("Builder paper:1, because the source has paper.conf");
            visitor.seesSoon(host(PROJECT, "web"), "Hello from paper");
        } finally {
            installation.docker("rmi", "--force", "slipway-" + installation.id() + "/builder-paper:1");
        }
    }
}
