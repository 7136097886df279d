package dev.slipway.node.agent;

import dev.slipway.engine.Engine;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How full the disk is that the engine keeps images and containers on.
final class EngineDisk {
    private final Engine engine;
    private FileStore store;

    EngineDisk(Engine engine) {
        this.engine = engine;
    }

    /// 0 to 100, of what may be used; 0 when the engine keeps them on another machine.
    int percent() {
        try {
            if (store == null) {
                String directory = engine.check().directory();
                if (directory == null || !Files.isDirectory(Path.of(directory))) {
                    return 0;
                }
                store = Files.getFileStore(Path.of(directory));
            }
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            long usable = used + store.getUsableSpace();
            return usable <= 0 ? 0 : (int) (used * 100 / usable);
        } catch (IOException unknown) {
            return 0;
        }
    }
}
