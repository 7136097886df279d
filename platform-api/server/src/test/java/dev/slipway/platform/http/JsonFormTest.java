package dev.slipway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import dev.slipway.model.application.BuildSettings;
import dev.slipway.model.application.RunPolicy;
import org.junit.jupiter.api.Test;

class JsonFormTest {
    private final ObjectMapper json = JsonForm.configure(new ObjectMapper());

    @Test
    void runPoliciesHaveTheNamesOfTheInterface() throws Exception {
        for (RunPolicy policy : RunPolicy.values()) {
            assertThat(json.readValue(json.writeValueAsString(policy), RunPolicy.class))
                    .isEqualTo(policy);
        }
        assertThat(json.writeValueAsString(RunPolicy.SERIAL_LATEST_ONLY)).isEqualTo("\"serial-latest-only\"");
        assertThatThrownBy(() -> json.readValue("\"sometimes\"", RunPolicy.class))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("one of serial, serial-latest-only, parallel");
    }

    @Test
    void settingsFromBeforeThereWereRunPoliciesHaveTheDefault() throws Exception {
        assertThat(json.readValue("{\"incremental\":true}", BuildSettings.class).runPolicy())
                .isEqualTo(RunPolicy.SERIAL_LATEST_ONLY);
    }
}
