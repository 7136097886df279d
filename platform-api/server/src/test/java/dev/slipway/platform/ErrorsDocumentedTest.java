package dev.slipway.platform;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.platform.webhook.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/errors.md and the code tell the same: every constant has one row, and no row names something unknown.
class ErrorsDocumentedTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\|");

    @Test
    void everyErrorCodeHasItsRowAndEveryRowItsCode() throws IOException {
        assertThat(names("Errors of the interface")).containsExactlyInAnyOrderElementsOf(names(ErrorCode.values()));
    }

    @Test
    void theStatusOfEveryErrorCodeIsTold() throws IOException {
        assertThat(rows("Errors of the interface").stream().collect(toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(Arrays.stream(ErrorCode.values())
                        .collect(toMap(Enum::name, code -> String.valueOf(code.status()))));
    }

    @Test
    void everyFailureReasonHasItsRowAndEveryRowItsReason() throws IOException {
        assertThat(names("Why a build failed")).containsExactlyInAnyOrderElementsOf(names(FailureReason.values()));
    }

    @Test
    void everyReasonOfAWebhookHasItsRowWithItsDecisionAndEveryRowItsReason() throws IOException {
        assertThat(rows("What a webhook decides").stream().collect(toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(Arrays.stream(Reason.values())
                        .collect(toMap(
                                Enum::name, reason -> reason.decision().name().toLowerCase(Locale.ROOT))));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    private static List<String> names(String heading) throws IOException {
        return rows(heading).stream().map(row -> row.group(1)).toList();
    }

    private static List<MatchResult> rows(String heading) throws IOException {
        return ROW.matcher(section(heading)).results().toList();
    }

    private static String section(String heading) throws IOException {
        Path root = Path.of(System.getProperty("slipway.root"));
        String page = Files.readString(root.resolve("docs/errors.md"));
        int start = page.indexOf("## " + heading + "\n");
        assertThat(start).as("the heading \"%s\"", heading).isNotNegative();
        int end = page.indexOf("\n## ", start);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
