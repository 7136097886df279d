package dev.slipway.model.source;

import java.util.List;
import java.util.Map;

/// S2I scripts on web servers that users name.
public interface ScriptDownloads {

    /// Those of the names that are there, by name; 256 KiB each at most. Blocks for 30 s at most; an interrupt ends
    /// it. Throws FailedBuild FetchScriptsFailed where a server does not say which are there, or may not be asked.
    Map<String, byte[]> fetch(ScriptsUrl.Remote from, List<String> names) throws InterruptedException;
}
