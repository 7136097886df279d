package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A story in a real browser, none of whose pages may do what no page of ours does.
abstract class BrowserStory extends Story {
    Chromium chromium;

    @BeforeEach
    void start() {
        chromium = new Chromium(installation);
    }

    @AfterEach
    void noPageDidWhatNoneMay() {
        List<String> offences = chromium.offences();
        chromium.close();
        assertThat(offences).isEmpty();
    }
}
