package dev.slipway.platform.http;

import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/// The address of the resource that will answer. Who may call is decided by it and not by the request's own text, which
/// a client can write in many ways that lead to the same resource.
public record MatchedAddress(String value) {

    public static MatchedAddress of(SimpleResourceInfo matched) {
        Class<?> resource = matched.getResourceClass();
        return new MatchedAddress(
                resource == null ? "" : resource.getAnnotation(Path.class).value());
    }

    public boolean below(String prefix) {
        return value.startsWith(prefix);
    }
}
