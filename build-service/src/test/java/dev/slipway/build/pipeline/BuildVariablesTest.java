package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.assignment.BuildOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class BuildVariablesTest {

    @Property(tries = 50)
    void shellReadsBackExactlyWhatWasSaid(
            @ForAll @Chars({'a', ' ', '\'', '"', '$', '`', '\\', '\n', '!', ';', 'ä'}) String value)
            throws IOException {
        String script = BuildVariables.file(Map.of(), Map.of("VALUE", value), false) + "printf '%s' \"$VALUE\"";
        Process shell = new ProcessBuilder("/bin/sh", "-c", script).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(value);
    }

    @Test
    void imageHasTheSourcesOwnAndWhereItComesFrom() {
        assertThat(BuildVariables.open(OrderSamples.order("image")))
                .isEqualTo(Map.of(
                        "GREETING", "hello",
                        "TINY", "source",
                        "OPENSHIFT_BUILD_NAME", "web-7",
                        "OPENSHIFT_BUILD_NAMESPACE", "shop",
                        "OPENSHIFT_BUILD_SOURCE", "http://localhost:8080/git/shop/web.git",
                        "OPENSHIFT_BUILD_REFERENCE", "main",
                        "OPENSHIFT_BUILD_COMMIT", "c0ffee"));
    }

    @Test
    void applicationsVariablesWinOverTheSourcesWhereTheyAreSet() throws Exception {
        String script = BuildVariables.file(Map.of(), Map.of("GREETING", "of the application"), false)
                + "printf '%s' \"$GREETING\"";
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script);
        shell.environment().put("GREETING", "of the source");

        assertThat(new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("of the application");
    }

    @Test
    void namesThatNoShellCanExportAreLeftOut() {
        assertThat(BuildVariables.file(Map.of(), Map.of("A-B", "1", "x;id", "2", "1A", "3"), false))
                .isEmpty();
    }

    @Test
    void variablesThatBashDoesNotLetAnyoneSetAreLeftOut() throws Exception {
        String file = BuildVariables.file(
                Map.of(),
                Map.of("UID", "0", "EUID", "0", "PPID", "1", "SHELLOPTS", "", "BASHOPTS", "", "BASH_VERSINFO", "5"),
                false);
        Process bash = new ProcessBuilder("bash", "--posix", "-c", file + "exit 7").start();

        assertThat(bash.waitFor()).isEqualTo(7);
    }

    @Test
    void bundleIsNamedForEveryClientUnlessTheApplicationSaysOtherwise() {
        assertThat(BuildVariables.file(Map.of(), Map.of("PIP_CERT", "/own"), true))
                .contains("export PIP_CERT='/own'\n")
                .contains("export NODE_EXTRA_CA_CERTS='/dev/shm/slipway/ca-bundle.crt'\n")
                .contains("export npm_config_cafile=", "export SSL_CERT_FILE=", "export CURL_CA_BUNDLE=");
    }

    @Test
    void knownVariablesGiveWayToTheApplications() {
        assertThat(BuildVariables.file(Map.of("A", "known", "B", "known"), Map.of("B", "closed"), false))
                .contains("export A='known'\n")
                .contains("export B='closed'\n");
    }

    @Test
    void whatIsOfOneBuildIsOpenToo() {
        BuildOrder order = OrderSamples.order("builder:1");
        Map<String, String> open = BuildVariables.open(order);

        assertThat(open).containsAllEntriesOf(BuildVariables.ofOneBuild(order));
        assertThat(BuildVariables.ofAnyBuild(open))
                .doesNotContainKeys("OPENSHIFT_BUILD_NAME", "OPENSHIFT_BUILD_COMMIT", "OPENSHIFT_BUILD_REFERENCE")
                .containsKey("OPENSHIFT_BUILD_NAMESPACE");
    }
}
