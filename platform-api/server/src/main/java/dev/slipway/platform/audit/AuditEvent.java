package dev.slipway.platform.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One entry. requestId is that of the answer's `X-Request-Id`; user is null where nobody signed in and no name was
/// tried; method is `none`, `password`, `token` or `session`, token the id of the one used; address is the other end of
/// the connection, forwarded what a proxy says of it; operation is an operation of the OpenAPI document, kind its last
/// fixed part, subject the address it was asked of, with the name of what was made; fields are names, never values;
/// code is the problem code of a refusal.
public record AuditEvent(
        long id,
        Instant time,
        String requestId,
        UUID userId,
        String user,
        String method,
        UUID token,
        String address,
        String forwarded,
        String agent,
        String operation,
        String kind,
        String subject,
        String project,
        String application,
        List<String> fields,
        Outcome outcome,
        String code) {}
