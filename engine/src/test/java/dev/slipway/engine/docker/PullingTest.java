package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PullingTest {

    @Test
    void oneTagIsPulledAndNeverAll() {
        assertThat(Pulling.tagged("registry:5000/team/builder")).isEqualTo("registry:5000/team/builder:latest");
        assertThat(Pulling.tagged("registry:5000/team/builder:1")).isEqualTo("registry:5000/team/builder:1");
        assertThat(Pulling.tagged("registry/builder@sha256:00")).isEqualTo("registry/builder@sha256:00");
    }

    @Test
    void progressIsThatOfAllLayers() throws IOException {
        Pulling pulling = new Pulling(_ -> {});
        hears(pulling, "{'id':'a','status':'Downloading','progressDetail':{'current':1048576,'total':4194304}}");
        hears(pulling, "{'id':'b','status':'Downloading','progressDetail':{'current':1048576,'total':2097152}}");
        hears(pulling, "{'id':'b','status':'Download complete','progressDetail':{}}");
        hears(pulling, "{'id':'c','status':'Downloading','progressDetail':{'total':1}}");
        hears(pulling, "{'id':'b','status':'Extracting','progressDetail':{'current':5,'total':7}}");

        assertThat(pulling.progress()).isEqualTo("3 of 6 MiB of the layers known by now");
        assertThat(pulling.failure()).isEmpty();
    }

    @Test
    void whatTheRegistrySaysIsTheFailure() throws IOException {
        Pulling pulling = new Pulling(_ -> {});
        hears(pulling, "{'errorDetail':{'message':'manifest unknown'},'error':'manifest unknown'}");

        assertThat(pulling.failure()).hasValue("manifest unknown");
    }

    @Test
    void whoeverLeftBeforeTheFirstAnswerLeavesThen() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        Pulling pulling = new Pulling(_ -> {});
        pulling.close();

        pulling.onStart(() -> closed.set(true));

        assertThat(closed).isTrue();
    }

    private static void hears(Pulling pulling, String line) throws IOException {
        pulling.onNext(new ObjectMapper().readValue(line.replace('\'', '"'), PullResponseItem.class));
    }
}
