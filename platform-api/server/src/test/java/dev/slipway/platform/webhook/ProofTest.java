package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    /// GitHub's own example of a signature.
    private static final String SIGNATURE = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void theSignatureIsThatOfGithubsExample() {
        assertThat(Proof.signature(SECRET, BODY)).isEqualTo(SIGNATURE);
    }

    private static Map<String, String> right(Sender sender) {
        return switch (sender) {
            case GITHUB -> Map.of("X-Hub-Signature-256", "sha256=" + SIGNATURE);
            case GITLAB -> Map.of("X-Gitlab-Token", SECRET);
            case GITEA -> Map.of("X-Gitea-Signature", SIGNATURE);
            case BITBUCKET, BITBUCKET_SERVER -> Map.of("X-Hub-Signature", "sha256=" + SIGNATURE);
            case GENERIC -> Map.of("Authorization", "Bearer " + SECRET);
        };
    }

    private static boolean holds(Sender sender, Map<String, String> headers, String... secrets) {
        return Proof.of(sender.proofs(), headers::get, BODY, List.of(secrets)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Sender.class)
    void eachSenderProvesItselfInItsOwnWayWithEitherSecret(Sender sender) {
        assertThat(holds(sender, right(sender), SECRET, "other")).isTrue();
        assertThat(holds(sender, right(sender), "other", SECRET)).isTrue();
        assertThat(holds(sender, right(sender), "other", "another")).isFalse();
        assertThat(holds(sender, Map.of(), SECRET, SECRET)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Sender.class)
    void theWaysOfOthersDoNotCount(Sender sender) {
        for (Sender other : Sender.values()) {
            boolean taken =
                    sender.proofs().stream().anyMatch(proof -> right(other).containsKey(proof.header()));
            assertThat(holds(sender, right(other), SECRET, SECRET))
                    .as("%s by %s", sender, other)
                    .isEqualTo(taken);
        }
    }

    @Test
    void nearlyRightIsWrong() {
        for (String given : List.of(
                SIGNATURE,
                "sha256=",
                "sha256=" + SIGNATURE.toUpperCase(Locale.ROOT),
                "SHA256=" + SIGNATURE,
                "sha1=" + SIGNATURE,
                "sha256=" + SIGNATURE.substring(1),
                "sha256=" + SIGNATURE + "0",
                " sha256=" + SIGNATURE,
                "sha256=" + Proof.signature(SECRET, new byte[0]),
                SECRET)) {
            assertThat(holds(Sender.GITHUB, Map.of("X-Hub-Signature-256", given), SECRET))
                    .as(given)
                    .isFalse();
        }
        for (String given : List.of("", "Bearer", "Bearer ", SECRET, "bearer " + SECRET, "Basic " + SECRET)) {
            assertThat(holds(Sender.GENERIC, Map.of("Authorization", given), SECRET))
                    .as(given)
                    .isFalse();
        }
    }

    @Test
    void aWrongProofBesideARightOneDoesNotMatter() {
        Map<String, String> headers = new HashMap<>(right(Sender.GITEA));
        headers.put("X-Hub-Signature-256", "sha256=0");

        assertThat(holds(Sender.GITEA, headers, SECRET)).isTrue();
    }
}
