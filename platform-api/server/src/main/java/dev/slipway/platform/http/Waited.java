package dev.slipway.platform.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/// How something stands after the waiting, and whether it came as far as was asked.
public record Waited<T>(T now, boolean reached) {

    /// The number of what was accepted: the end of its address. An answer that is repeated has it too.
    public static int number(Response accepted) {
        String path = accepted.getLocation().getPath();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    /// What was accepted, as it stands now: 200 where that was reached, else 202.
    public Response answer(Response accepted, Object entity) {
        return Response.fromResponse(accepted)
                .status(reached ? Status.OK : Status.ACCEPTED)
                .entity(entity)
                .build();
    }
}
