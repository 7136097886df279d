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
    void incrementalIsOffUnlessAskedFor() throws Exception {
        assertThat(read("{}").incremental()).isFalse();
        assertThat(read("{\"incremental\":true}").incremental()).isTrue();
    }

    @Test
    void runtimeImageAndArtifactsAreRead() throws Exception {
        assertThat(read("{\"runtimeImage\":null,\"artifacts\":null}").runtimeImage())
                .isNull();
        ApplicationSettings settings = read("{\"runtimeImage\":\"static:1\",\"artifacts\":\"/opt/app\"}");
        assertThat(settings.runtimeImage()).isEqualTo("static:1");
        assertThat(settings.artifacts()).isEqualTo("/opt/app");
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
