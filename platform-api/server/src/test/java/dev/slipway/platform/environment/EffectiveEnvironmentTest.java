package dev.slipway.platform.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.environment.EffectiveEnvironment.Layers;
import dev.slipway.platform.environment.EffectiveEnvironment.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveEnvironmentTest {

    @Test
    void theLaterLayerHidesTheEarlierAndSecretsAreNotShown() {
        EffectiveEnvironment effective = EffectiveEnvironment.of(
                3,
                new Layers(
                        Map.of("PATH", "/usr/bin", "MODE", "builder"),
                        Map.of("MODE", "source", "REGION", "source", "PORT", "1"),
                        List.of(
                                new Variable("REGION", "mine", false, "all"),
                                new Variable("KEY", "hidden", true, "run"),
                                new Variable("NPM_TOKEN", "only builds", false, "build")),
                        Map.of("PORT", "8080")));

        assertThat(effective.variables())
                .containsExactly(
                        new Value("KEY", null, true, "application"),
                        new Value("MODE", "source", false, ".s2i/environment"),
                        new Value("PATH", "/usr/bin", false, "builder"),
                        new Value("PORT", "8080", false, "platform"),
                        new Value("REGION", "mine", false, "application"));
    }
}
