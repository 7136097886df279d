package dev.slipway.platform.http;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/// Names one request, in its answer and in the log.
@RequestScoped
public class RequestId {
    private final String value = UUID.randomUUID().toString();

    public String value() {
        return value;
    }
}
