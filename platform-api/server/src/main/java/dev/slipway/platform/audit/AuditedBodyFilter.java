package dev.slipway.platform.audit;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/// Notes what a body names, once it has been read.
@Provider
public class AuditedBodyFilter implements ReaderInterceptor {
    private final AuditTrail trail;

    AuditedBodyFilter(AuditTrail trail) {
        this.trail = trail;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        trail.deed().filter(Deed::changing).ifPresent(deed -> deed.says(BodyFields.of(body)));
        return body;
    }
}
