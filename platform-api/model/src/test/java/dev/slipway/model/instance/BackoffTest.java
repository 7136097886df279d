package dev.slipway.model.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "2,1", "3,2", "10,256", "11,300", "1000,300"})
    void pauseDoublesFromTheSecondFailureOnAndNeverExceedsFiveMinutes(int inARow, long seconds) {
        assertThat(Backoff.delay(inARow)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
