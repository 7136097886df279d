package dev.slipway.platform;

import dev.slipway.model.source.BuilderDetection;
import dev.slipway.model.source.SourceTree;
import jakarta.inject.Singleton;
import java.util.List;

/// The builders of the build service are not in these tests; here `index.html` asks for one.
@Singleton
class FixedDetection implements BuilderDetection {
    @Override
    public Detected detect(SourceTree tree, String contextDir) {
        String wanted = contextDir.isEmpty() ? "index.html" : contextDir + "/index.html";
        return tree.entries().stream().anyMatch(entry -> entry.path().equals(wanted))
                ? new Detected("static:1", "index.html", List.of())
                : new Detected(null, null, List.of("nothing to build"));
    }
}
