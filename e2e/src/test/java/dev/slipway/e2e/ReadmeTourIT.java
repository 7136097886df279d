package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, word for word: every block in order in one shell, on this installation's home and ports. What a
/// command prints is what the comment behind it says.
class ReadmeTourIT {
    private static final Pattern TOUR = Pattern.compile("(?ms)^## Tour$(.*?)^## ");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$\n(.*?)^```$");
    private static final Pattern PROMISE = Pattern.compile("(?m)^(?:curl|call) .*?\\S {2,}# (.*)$");

    private final Installation installation = Installation.shared();

    @TempDir
    Path directory;

    @Test
    void everyBlockDoesWhatItSays() {
        List<String> blocks = all(BLOCK, first(TOUR, readme())).stream()
                .map(this::onThisInstallation)
                .toList();
        String script = blocks.stream()
                .map(block -> block + "\necho '" + seam(block) + "'\n")
                .collect(Collectors.joining("", "set -euo pipefail\n", ""));

        String out = shell(script).expectSuccess().out();

        assertThat(blocks).hasSizeGreaterThan(8);
        for (String block : blocks) {
            int seam = out.indexOf(seam(block));
            String said = out.substring(0, seam);
            out = out.substring(seam + seam(block).length());
            assertThat(said).as(block).doesNotContain("urn:slipway:problem");
            all(PROMISE, block).forEach(promise -> assertThat(said).as(block).contains(promise));
        }
    }

    /// The tour's first lines are what it tells readers to change for another home and other ports.
    private String onThisInstallation(String block) {
        return block.replaceFirst("(?m)^home=.*$", "home=" + installation.home())
                .replaceFirst("(?m)^url=.*$", "url=http://localhost:" + installation.port())
                .replaceFirst("(?m)^(site=.*):8000/$", "$1:" + installation.routerPort() + "/");
    }

    private static String seam(String block) {
        return "--- end of block " + Integer.toHexString(block.hashCode());
    }

    private Command.Result shell(String script) {
        Map<String, String> developer = Map.of(
                "HOME", directory.toString(),
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.org");
        return new Command(directory, developer, Duration.ofMinutes(3)).run("bash", "-c", script);
    }

    private static String readme() {
        try {
            return Files.readString(Installation.root().resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String first(Pattern pattern, String text) {
        return all(pattern, text).getFirst();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
