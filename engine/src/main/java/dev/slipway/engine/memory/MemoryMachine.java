package dev.slipway.engine.memory;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Images.SignIn;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Networks.NetworkSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A machine whose containers are programs in this process: for tests and simulation. Several engines (one per
/// installation) may share it as they would share a Docker Engine.
public final class MemoryMachine {
    final Map<String, MemoryContainer> containers = new LinkedHashMap<>();
    final Map<String, MemoryImage> images = new LinkedHashMap<>();
    final Map<String, MemoryNetwork> networks = new LinkedHashMap<>();
    final Map<String, MemoryVolume> volumes = new LinkedHashMap<>();
    final Map<String, byte[]> configurations = new LinkedHashMap<>();
    // Also those that were removed: their programs, which no archive can carry.
    final Map<String, MemoryImage> made = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final Map<String, MemoryImage> registry = new LinkedHashMap<>();
    private final Map<String, SignIn> guarded = new LinkedHashMap<>();
    private boolean reachable = true;

    public MemoryMachine() {
        this(InstantSource.system());
    }

    public MemoryMachine(InstantSource clock) {
        this.clock = clock;
    }

    /// The engine of one installation on this machine.
    public Engine engine(String installation) {
        return new MemoryEngine(this, new InstallationLabel(installation));
    }

    /// Adds an image under the given tag (the description's id, tags and size are replaced) whose containers run the
    /// program.
    public synchronized MemoryMachine image(String tag, ImageDescription description, Program program) {
        put(new MemoryImage(description, program, Map.of()).renewed(imageId(), tag), tag);
        return this;
    }

    /// Adds an image without any configuration.
    public MemoryMachine image(String tag, Program program) {
        ImageDescription plain = new ImageDescription(
                "", List.of(), Map.of(), Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 0);
        return image(tag, plain, program);
    }

    /// What a registry has under that reference, for whoever pulls it.
    public synchronized MemoryMachine registry(String reference, ImageDescription description, Program program) {
        registry.put(reference, new MemoryImage(description, program, Map.of()));
        return this;
    }

    /// From now on that registry gives images only to whoever signs in so.
    public synchronized MemoryMachine guarded(SignIn signIn) {
        guarded.put(signIn.registry(), signIn);
        return this;
    }

    /// With false every call to any of its engines fails as UNREACHABLE; containers run on.
    public synchronized void reachable(boolean answers) {
        reachable = answers;
    }

    /// As when its engine starts anew with an empty store; containers run on.
    public synchronized void loseImages() {
        images.clear();
    }

    InstantSource clock() {
        return clock;
    }

    synchronized <T> T ask(Supplier<T> call) {
        if (!reachable) {
            throw new EngineException(Kind.UNREACHABLE, "the engine does not answer", null);
        }
        return call.get();
    }

    Optional<MemoryImage> find(String reference) {
        return images.values().stream()
                .filter(image -> image.description().id().equals(reference)
                        || image.description().tags().contains(reference))
                .findFirst();
    }

    /// Whether a registry had it, for whoever signs in so.
    boolean pulled(String reference, Optional<SignIn> signIn) {
        SignIn wanted = guarded.get(reference.substring(0, reference.indexOf('/')));
        if (wanted != null && !signIn.equals(Optional.of(wanted))) {
            return false;
        }
        MemoryImage image = registry.get(reference);
        if (image != null && find(reference).isEmpty()) {
            put(image.renewed(imageId(), reference), reference);
        }
        return image != null;
    }

    /// The id of a new image: the digest of a configuration of its own.
    String imageId() {
        byte[] configuration = ("{\"memory\":\"" + id("") + "\"}").getBytes(StandardCharsets.UTF_8);
        String id = "sha256:" + sha256(configuration);
        configurations.put(id, configuration);
        return id;
    }

    void put(MemoryImage image, String tag) {
        untag(tag);
        images.put(image.description().id(), image);
        made.put(image.description().id(), image);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A tag points at one image only.
    void untag(String tag) {
        images.replaceAll((_, image) -> image.without(tag));
    }

    /// Addresses from the network's second on; the first is the gateway's.
    String freeAddress(NetworkSpec network) {
        Subnet subnet = Subnet.parse(network.subnet());
        List<String> taken = containers.values().stream()
                .map(container -> container.status().address())
                .toList();
        for (long number = 2; number < subnet.size() - 1; number++) {
            if (!taken.contains(subnet.address(number))) {
                return subnet.address(number);
            }
        }
        throw new EngineException(Kind.FAILED, "no address is left in " + network, null);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void forget(Listener listener) {
        listeners.remove(listener);
    }

    void ended(MemoryContainer container) {
        for (Listener listener : new ArrayList<>(listeners)) {
            if (listener.label().marks(container.labels())) {
                listener.container().accept(container.id());
            }
        }
    }

    static String id(String prefix) {
        byte[] bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    record Listener(InstallationLabel label, Consumer<String> container) {}

    record MemoryNetwork(NetworkSpec spec, InstallationLabel label) {}
}
