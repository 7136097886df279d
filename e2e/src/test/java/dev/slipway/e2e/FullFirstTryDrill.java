package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/first-try`: repositories as they are found, pushed with no setting touched.
class FullFirstTryDrill {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\|.*\\| (\\w+) \\|");
    private static final String ANSWERS = "answers";
    private static final String PROJECT = "tried";
    private static final Path WILD =
            Path.of(System.getProperty("slipway.drill.repositories", Installation.root() + "/e2e/wild"));
    private static final Pattern ONLY = Pattern.compile(System.getProperty("slipway.drill.only", ".*"));

    @TempDir
    Path directory;

    private final Installation installation = Installation.shared();
    private final Api admin = Api.administrator(installation);
    private final Visitor visitor = new Visitor(installation.routerPort());

    /// What a repository is to end as, and did.
    private record Try(String repository, String expected, String outcome, Duration took, String evidence) {
        boolean asExpected() {
            return outcome.equals(expected);
        }
    }

    @Test
    void mostAnswerAndTheOthersSayWhy() throws IOException {
        List<Try> tries = new ArrayList<>();
        for (Matcher row : rows()) {
            Try tried = pushed(row.group(1), row.group(2));
            System.out.printf(
                    "%-28s %-18s %5d ms %s%n",
                    tried.repository(),
                    tried.outcome(),
                    tried.took().toMillis(),
                    tried.asExpected() ? "" : "instead of " + tried.expected() + "\n" + tried.evidence());
            tries.add(tried);
        }
        long answered =
                tries.stream().filter(one -> one.outcome().equals(ANSWERS)).count();
        System.out.printf("%d of %d answer%n", answered, tries.size());

        assertThat(tries).allMatch(Try::asExpected);
        assertThat(answered * 100).isGreaterThanOrEqualTo(85L * tries.size());
    }

    private static List<Matcher> rows() throws IOException {
        return Files.readString(WILD.resolve("README.md"))
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> ONLY.matcher(row.group(1)).matches())
                .toList();
    }

    private Try pushed(String repository, String expected) throws IOException {
        admin.application(PROJECT, repository, ",\"rollout\":{\"deadline\":\"PT1M\"}");
        WorkTree tree = WorkTree.copyOf(WILD.resolve(repository), Files.createDirectory(directory.resolve(repository)));
        Instant began = Instant.now();
        String told = tree.push(installation, admin, "admin", PROJECT + "/" + repository)
                .err();
        Try tried = new Try(
                repository,
                expected,
                answers(repository) ? ANSWERS : reason(told, expected),
                Duration.between(began, Instant.now()),
                told);
        admin.delete("/projects/" + PROJECT + "/applications/" + repository + "?purge=true");
        return tried;
    }

    private boolean answers(String repository) {
        String host = Story.host(PROJECT, repository);
        boolean live = admin.get("/projects/" + PROJECT + "/applications/" + repository)
                .json()
                .path("currentRelease")
                .isInt();
        if (live) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> visitor.visit(host, "/").status() == 200);
        }
        return live && visitor.visit(host, "/").text().contains("Hello from " + repository);
    }

    /// The one that is expected, where the pusher is told it; else the one that is told.
    private static String reason(String told, String expected) {
        Matcher failed = Pattern.compile("(?:failed|did not go live): (\\w+)").matcher(told);
        return told.contains(expected) ? expected : failed.find() ? failed.group(1) : "nothing";
    }
}
