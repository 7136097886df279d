package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    private static final String URL = "https://git.example.org/ada/shop";
    private static final Payloads PAYLOADS = Payloads.of(URL);
    private static final List<String> FILES = List.of("web/new.js", "web/old.js", "docs/index.md");

    private static Facts read(String sender, String event, String text) {
        Sender from = Sender.of(sender);
        String header = Map.of(
                        "github", "X-GitHub-Event",
                        "gitlab", "X-Gitlab-Event",
                        "gitea", "X-Gitea-Event",
                        "generic", "Slipway-Event")
                .getOrDefault(sender, "X-Event-Key");
        return from.read(Map.of(header, event)::get, Payload.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "github, push, github-push",
        "gitlab, Push Hook, gitlab-push",
        "gitea, push, gitea-push",
        "bitbucket, repo:push, bitbucket-push",
        "bitbucket-server, repo:refs_changed, bitbucket-server-push",
        "generic, '', generic-push"
    })
    void aPushNamesItsBranchCommitMessageAndRepository(String sender, String event, String file) {
        Facts facts = read(sender, event, PAYLOADS.text(file));

        Change change = facts.changes().getLast();
        assertThat(facts.kind()).isEqualTo(Kind.PUSH);
        assertThat(change.name()).isEqualTo("main");
        assertThat(change.tag()).isFalse();
        assertThat(change.deleted()).isFalse();
        assertThat(change.commit()).isEqualTo(Payloads.COMMIT);
        assertThat(change.message()).startsWith("Later one");
        assertThat(RepositoryAddress.among(facts.repositories(), URL + ".git")).isTrue();
        assertThat(RepositoryAddress.among(facts.repositories(), URL + "2.git")).isFalse();
    }

    @Test
    void filesAreKnownWhereTheSenderTellsThemAll() {
        assertThat(paths(read("github", "push", PAYLOADS.text("github-push"))))
                .containsExactlyInAnyOrderElementsOf(FILES);
        assertThat(paths(read("gitlab", "Push Hook", PAYLOADS.text("gitlab-push"))))
                .containsExactlyInAnyOrderElementsOf(FILES);
        assertThat(paths(read("gitea", "push", PAYLOADS.text("gitea-push"))))
                .containsExactly("web/new.js", "docs/index.md");
        assertThat(paths(read("bitbucket", "repo:push", PAYLOADS.text("bitbucket-push"))))
                .isNull();
    }

    private static List<String> paths(Facts facts) {
        return facts.changes().getLast().paths();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "github-push | github | \"forced\": false | \"forced\": true",
                "github-push | github | \"created\": false | \"created\": true",
                "github-push | github | 6113728f27ae82c7b1a177c8d03f9e96e0adf246 | 0000000000000000000000000000000000000000",
                "gitlab-push | gitlab | \"total_commits_count\": 2 | \"total_commits_count\": 21",
                "gitea-push | gitea | \"total_commits\": 1 | \"total_commits\": 31",
                "gitea-push | gitea | \"modified\" | \"others\""
            })
    void filesAreNotKnownWhereCommitsAreMissing(String file, String sender, String told, String otherwise) {
        String text = PAYLOADS.text(file).replace(told, otherwise);

        assertThat(paths(read(sender, "push", text))).isNull();
    }

    @Test
    void aTagIsOneAtItsCommit() {
        assertThat(read("github", "push", PAYLOADS.branch("v1").text("github-tag"))
                        .changes())
                .containsExactly(new Change(true, "v1", false, Payloads.COMMIT, "Later one", null));
        assertThat(read("gitlab", "Tag Push Hook", PAYLOADS.branch("v1").text("gitlab-tag"))
                        .changes())
                .containsExactly(new Change(true, "v1", false, Payloads.COMMIT, null, null));
    }

    @Test
    void aDeletionIsOne() {
        Change gone = new Change(false, "main", true, null, null, null);

        assertThat(read("github", "push", PAYLOADS.text("github-deleted")).changes())
                .containsExactly(gone);
        assertThat(read("gitea", "delete", PAYLOADS.text("gitea-delete")).changes())
                .containsExactly(gone);
        assertThat(read("bitbucket", "repo:push", PAYLOADS.text("bitbucket-push"))
                        .changes())
                .first()
                .isEqualTo(new Change(false, "winter", true, null, null, null));
        assertThat(read(
                                "bitbucket-server",
                                "repo:refs_changed",
                                PAYLOADS.text("bitbucket-server-push").replace("UPDATE", "DELETE"))
                        .changes())
                .containsExactly(gone);
    }

    @Test
    void aNewBranchOfGitlabWithoutCommitsIsUnderstood() {
        String text = PAYLOADS.text("gitlab-push").replaceAll("(?s)\"commits\": \\[.*?\\n  ]", "\"commits\": []");

        assertThat(read("gitlab", "Push Hook", text).changes())
                .containsExactly(new Change(false, "main", false, Payloads.COMMIT, null, null));
    }

    @Test
    void pullRequestsTellBranchesAndWhetherTheyAreForeign() {
        PullRequest wanted = new PullRequest("7", true, false, "winter", "main", Payloads.COMMIT, null);

        assertThat(read("github", "pull_request", PAYLOADS.text("github-pull-request"))
                        .pull())
                .isEqualTo(wanted);
        assertThat(read("gitlab", "Merge Request Hook", PAYLOADS.text("gitlab-merge-request"))
                        .pull())
                .isEqualTo(new PullRequest("7", true, false, "winter", "main", Payloads.COMMIT, "Later one"));
        assertThat(read("bitbucket", "pullrequest:updated", PAYLOADS.text("bitbucket-pull-request"))
                        .pull())
                .isEqualTo(new PullRequest("7", true, false, "winter", "main", "d3022fc0ca3d", null));
        assertThat(read("bitbucket-server", "pr:from_ref_updated", PAYLOADS.text("bitbucket-server-pull-request"))
                        .pull())
                .isEqualTo(wanted);
        assertThat(read(
                                "github",
                                "pull_request",
                                PAYLOADS.text("github-pull-request")
                                        .replace(
                                                "\"full_name\": \"ada/shop\", \"fork\"",
                                                "\"full_name\": \"eve/shop\", \"fork\""))
                        .pull()
                        .fork())
                .isTrue();
    }

    @Test
    void pingsAndOtherEventsAreKnown() {
        assertThat(read("github", "ping", PAYLOADS.text("github-ping")).kind()).isEqualTo(Kind.PING);
        assertThat(read("bitbucket-server", "diagnostics:ping", PAYLOADS.text("bitbucket-server-ping"))
                        .kind())
                .isEqualTo(Kind.PING);
        assertThat(read("generic", "", "{\"event\":\"ping\"}").kind()).isEqualTo(Kind.PING);
        assertThat(read("github", "issues", PAYLOADS.text("github-ping")).kind())
                .isEqualTo(Kind.OTHER);
        assertThat(read("generic", "", "").kind()).isEqualTo(Kind.UNNAMED);
    }

    @Test
    void whatOpenShiftTakesIsReadToo() {
        Facts facts = read("generic", "", """
                {"git":{"uri":"https://git.example.org/ada/shop.git","ref":"refs/heads/main","commit":"abc"}}
                """);

        assertThat(facts.changes()).containsExactly(new Change(false, "main", false, "abc", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "1", "\"x\"", "null", "{\"a\":1}}", "\u0000"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> Payload.of(text)).isInstanceOf(PlatformException.class);
    }

    @Test
    void whatIsMissingOrOfAnotherTypeDoesNoHarm() {
        for (Sender sender : Sender.values()) {
            for (String event :
                    List.of("push", "ping", "pull_request", "delete", "repo:push", "repo:refs_changed", "pr:opened")) {
                for (String text : List.of(
                        "{}",
                        "{\"ref\":1,\"commits\":{},\"push\":{\"changes\":[1,null]},\"changes\":[{}],\"object_kind\":\"push\"}",
                        "{\"object_kind\":\"merge_request\",\"repository\":[],\"pull_request\":7}")) {
                    assertThat(read(sender.word(), event, text).kind()).isNotNull();
                }
            }
        }
    }

    @Test
    void whatIsKeptIsShortAndClean() {
        Facts facts = read(
                "generic",
                "",
                "{\"ref\":\"main\",\"message\":\"a\\u0000b\\u001b[31m\\ud800" + "x".repeat(9000) + "\"}");

        assertThat(facts.changes().getFirst().message())
                .hasSize(4096)
                .startsWith("a\uFFFDb\uFFFD[31m?x")
                .doesNotContain("\u0000", "\u001b");
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/ada/shop.git, true",
        "http://GIT.example.org:3000/Ada/Shop/, true",
        "git@git.example.org:ada/shop.git, true",
        "ssh://git@git.example.org:2222/ada/shop, true",
        "ada/shop, true",
        "https://git.example.org/eve/shop.git, false",
        "https://git.example.com/ada/shop.git, false",
        "hop, false"
    })
    void aRepositoryIsKnownByEachOfItsAddresses(String address, boolean same) {
        assertThat(RepositoryAddress.among(List.of(address), URL + ".git")).isEqualTo(same);
    }
}
