package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.build.PostCommit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationSettingsTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void checkOfTheImageIsReadAsThePlatformWritesIt() throws Exception {
        assertThat(read("{}").postCommit()).isNull();
        assertThat(read("{\"postCommit\":null}").postCommit()).isNull();
        readsBack(new PostCommit("npm test", null, List.of("a", "b")));
        readsBack(new PostCommit(null, List.of("npm", "test"), null));
        readsBack(new PostCommit(null, null, List.of("npm")));
    }

    @Test
    void urlOfTheScriptsIsRead() {
        assertThat(read("{}").scripts()).isNull();
        assertThat(read("{\"scripts\":null}").scripts()).isNull();
        assertThat(read("{\"scripts\":\"image:///opt/s2i\"}").scripts()).isEqualTo("image:///opt/s2i");
    }

    private void readsBack(PostCommit check) throws Exception {
        assertThat(read("{\"postCommit\":" + json.writeValueAsString(check) + "}")
                        .postCommit())
                .isEqualTo(check);
    }

    private ApplicationSettings read(String build) {
        return ApplicationSettings.of(json, "{\"push\":{}}", build);
    }
}
