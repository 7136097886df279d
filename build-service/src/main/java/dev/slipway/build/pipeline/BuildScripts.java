package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.FetchedScripts;
import java.util.List;

/// Scripts on web servers as a node that builds gets them: by the platform.
public interface BuildScripts {

    /// Those of the names that are below the URL (http or https):
    /// GET /node/v1/builds/{id}/scripts?epoch=&url=&name=. Takes up to 30 s. Throws what {@link BuildOrders} says.
    FetchedScripts scripts(BuildOrder order, String url, List<String> names);
}
