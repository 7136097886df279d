package dev.slipway.model.source;

import java.util.List;

/// Says which builder a source asks for, before anything is built.
public interface BuilderDetection {

    /// Looks at the directory (`""` for the root). Throws FailedBuild InvalidContextDirectory.
    Detected detect(SourceTree tree, String contextDir);

    /// builder is `name:version`, decidingFile the file that decided; both null where no builder recognises the
    /// source. warnings are sentences about what a build will do otherwise than its author may expect.
    record Detected(String builder, String decidingFile, List<String> warnings) {}
}
