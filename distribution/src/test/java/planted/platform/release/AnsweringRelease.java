package planted.platform.release;

import jakarta.ws.rs.core.Response;

record AnsweringRelease(Response answer) {}
