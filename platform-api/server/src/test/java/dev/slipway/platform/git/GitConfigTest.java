package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.resource.Bytes;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitConfigTest {

    @Test
    void defaultsAreThePublishedLimits() {
        GitConfig git = read(Map.of());

        assertThat(git.maxPack()).isEqualTo(Bytes.parse("256Mi"));
        assertThat(git.maxObject()).isEqualTo(Bytes.parse("100Mi"));
        assertThat(git.maxTree()).isEqualTo(Bytes.parse("2Gi"));
        assertThat(git.maxFiles()).isEqualTo(100_000);
        assertThat(git.maxPath()).isEqualTo(1024);
        assertThat(git.maxRefs()).isEqualTo(10_000);
        assertThat(git.operations()).isEqualTo(16);
        assertThat(git.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(git.deadline()).isEqualTo(Duration.ofMinutes(30));
        assertThat(git.keepAlive()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void everyLimitIsReadFromItsKey() {
        GitConfig git = read(Map.of(
                "slipway.git.max-pack", "1Gi",
                "slipway.git.max-object", "1Mi",
                "slipway.git.max-tree", "2Mi",
                "slipway.git.max-files", "3",
                "slipway.git.max-path", "4",
                "slipway.git.max-refs", "5",
                "slipway.git.operations", "6",
                "slipway.git.patience", "PT7S",
                "slipway.git.deadline", "PT8S",
                "slipway.git.keep-alive", "PT9S"));

        assertThat(git.maxPack()).isEqualTo(Bytes.parse("1Gi"));
        assertThat(git.maxObject()).isEqualTo(Bytes.parse("1Mi"));
        assertThat(git.maxTree()).isEqualTo(Bytes.parse("2Mi"));
        assertThat(new int[] {git.maxFiles(), git.maxPath(), git.maxRefs(), git.operations()})
                .containsExactly(3, 4, 5, 6);
        assertThat(git.patience().plus(git.deadline()).plus(git.keepAlive())).isEqualTo(Duration.ofSeconds(24));
    }

    private static GitConfig read(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(GitConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(GitConfig.class);
    }
}
