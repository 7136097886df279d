package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    @Test
    void compressedBodyIsUnpacked() throws IOException {
        try (InputStream body = of(zeros(5000), "gzip", 5000, Duration.ofMinutes(1))) {
            assertThat(body.readAllBytes()).hasSize(5000);
        }
    }

    @Test
    void bombStopsAtTheLimit() throws IOException {
        try (InputStream body = of(zeros(10_000_000), "gzip", 5000, Duration.ofMinutes(1))) {
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void slowBodyStopsAtTheDeadline() throws IOException {
        try (InputStream body = of(new byte[10], null, 5000, Duration.ofNanos(-1))) {
            assertThatThrownBy(body::read).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void availableTellsTheEndAndLosesNothing() throws IOException {
        try (InputStream body = of(new byte[] {7, 8}, null, 2, Duration.ofMinutes(1))) {
            assertThat(body.available()).isEqualTo(1);
            assertThat(body.readAllBytes()).containsExactly(7, 8);
            assertThat(body.available()).isZero();
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void otherEncodingIsRefused() {
        assertThatThrownBy(() -> of(new byte[0], "br", 10, Duration.ofMinutes(1)))
                .isInstanceOf(PlatformException.class);
    }

    private static RequestBody of(byte[] bytes, String encoding, long most, Duration deadline) throws IOException {
        return RequestBody.of(new ByteArrayInputStream(bytes), encoding, most, deadline);
    }

    private static byte[] zeros(int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new byte[number]);
        }
        return bytes.toByteArray();
    }
}
