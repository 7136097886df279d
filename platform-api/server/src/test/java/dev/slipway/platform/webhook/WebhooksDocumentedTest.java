package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// docs/guides/webhooks.md tells every sender: how it proves itself, and what it is answered.
class WebhooksDocumentedTest {
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of(System.getProperty("slipway.root"), "docs/guides/webhooks.md"));
    }

    private static List<String> senders() {
        return Arrays.stream(Sender.values()).map(Sender::word).toList();
    }

    private static List<List<String>> table(String heading) {
        int start = page.indexOf("## " + heading + "\n");
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end)
                .lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void everySenderHasItsRowWithAllItsProofs() {
        List<List<String>> rows = table("Set one up");

        assertThat(rows.stream().skip(1).map(List::getFirst).map(cell -> cell.replaceAll("^`([^`]*)`.*", "$1")))
                .containsExactlyElementsOf(senders());
        for (Sender sender : Sender.values()) {
            assertThat(rows.get(sender.ordinal() + 1).getLast())
                    .contains(sender.proofs().stream().map(Proof::header).toList());
        }
    }

    @Test
    void everySenderHasItsColumnOfAnswersAndEveryAnswerIsOne() {
        List<List<String>> rows = table("Answers");
        Pattern answer = Pattern.compile("-|`(queued|refreshing|pong|skipped)`|401|409");

        assertThat(rows.getFirst().stream().skip(1).map(cell -> cell.replace("`", "")))
                .containsExactlyElementsOf(senders());
        assertThat(rows)
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(row).hasSize(senders().size() + 1));
        assertThat(rows.stream()
                        .skip(1)
                        .flatMap(row -> row.stream().skip(1))
                        .map(cell -> cell.replaceAll(" \\(\\d\\)", "")))
                .allMatch(cell -> answer.matcher(cell).matches());
    }

    @Test
    void everySettingIsTold() {
        for (String setting : List.of("max-body", "per-minute", "at-a-time", "deadline", "body-window", "kept")) {
            assertThat(page).contains(setting);
        }
        assertThat(WebhookConfig.class.getMethods()).hasSize(6);
    }
}
