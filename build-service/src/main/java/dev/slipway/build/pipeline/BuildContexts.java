package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.io.IOException;
import java.io.InputStream;

/// The sources of builds that are made of a Dockerfile.
public interface BuildContexts {

    /// The context as one tar stream: GET /node/v1/builds/{id}/context?epoch=&contextDir=. Throws and breaks off as
    /// {@link BuildOrders#source}.
    InputStream context(BuildOrder order) throws IOException;
}
