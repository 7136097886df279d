package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerFiles;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

final class MemoryFiles implements ContainerFiles {
    private final MemoryMachine machine;
    private final MemoryContainers containers;

    MemoryFiles(MemoryMachine machine, MemoryContainers containers) {
        this.machine = machine;
        this.containers = containers;
    }

    @Override
    public Optional<byte[]> read(String container, String path, int limit) {
        Optional<byte[]> content = machine.ask(() ->
                Optional.ofNullable(containers.requireOwn(container).seen().get(path)));
        if (content.isPresent() && content.get().length > limit) {
            throw new EngineException(Kind.TOO_LARGE, path + " has more than " + limit + " bytes", null);
        }
        return content.map(byte[]::clone);
    }

    @Override
    public boolean copy(String container, String path, OutputStream tar) {
        Map<String, byte[]> found =
                machine.ask(() -> new TreeMap<>(containers.requireOwn(container).seen()));
        found.keySet().removeIf(file -> !file.equals(path) && !file.startsWith(path + "/"));
        try {
            if (!found.isEmpty()) {
                MemoryTar.write(found, path.lastIndexOf('/') + 1, tar);
            }
            return !found.isEmpty();
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, path + " cannot be kept: " + e.getMessage(), e);
        }
    }

    /// Regular files alone: there are no others here.
    @Override
    public void put(String container, InputStream tar, Duration limit) {
        MemoryContainer found = machine.ask(() -> containers.requireOwn(container));
        try {
            TarArchiveInputStream entries = new TarArchiveInputStream(tar);
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.isFile()) {
                    found.write("/" + entry.getName(), entries.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, "the tar for " + container + " broke off: " + e.getMessage(), e);
        }
    }
}
