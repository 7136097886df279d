package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LoadImageCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images;
import dev.slipway.engine.InstallationLabel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

final class DockerImages implements Images {
    /// An engine that stores or removes other images lets those who look at one wait.
    private static final Duration STORE_LIMIT = Duration.ofSeconds(30);

    private final DockerClients clients;
    private final InstallationLabel label;
    private final DockerContainers containers;
    private final Map<String, ImageDescription> seen = new ConcurrentHashMap<>();

    DockerImages(DockerClients clients, InstallationLabel label, DockerContainers containers) {
        this.clients = clients;
        this.label = label;
        this.containers = containers;
    }

    @Override
    public Optional<ImageDescription> inspect(String reference) {
        return look(reference).map(ImageConfig::described);
    }

    private Optional<InspectImageResponse> look(String reference) {
        return EngineFaults.within(STORE_LIMIT, "inspect image " + reference, () -> {
            try {
                return Optional.of(clients.calls().inspectImageCmd(reference).exec());
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public String commit(String container, ImageConfiguration configuration, String tag) {
        String base = containers.requireOwn(container).getImageId();
        ImageConfig wanted = ImageConfig.of(require(base)).with(configuration, label);
        String committed = EngineFaults.asking(
                "commit container " + container,
                () -> clients.patient()
                        .commitCmd(container)
                        // It has ended, so there is nothing to pause.
                        .withPause(false)
                        .withCmd(wanted.command().toArray(String[]::new))
                        .withEnv(wanted.environment().toArray(String[]::new))
                        .withUser(wanted.user())
                        .withLabels(wanted.labels())
                        .exec());
        InspectImageResponse got = require(committed);
        if (ImageConfig.of(got).equals(wanted)) {
            tag(committed, tag);
            return committed;
        }
        return correct(got, wanted, tag);
    }

    private InspectImageResponse require(String reference) {
        return look(reference)
                .orElseThrow(() -> new EngineException(Kind.IMAGE_MISSING, "no image " + reference, null));
    }

    private void tag(String id, String tag) {
        int colon = tag.lastIndexOf(':');
        EngineFaults.calling(
                "tag image " + tag,
                () -> clients.calls()
                        .tagImageCmd(id, tag.substring(0, colon), tag.substring(colon + 1))
                        .withForce()
                        .exec());
    }

    /// The same layers under the configuration wanted. The engine has the layers, so none travel.
    private String correct(InspectImageResponse committed, ImageConfig wanted, String tag) {
        ImageArchive archive = ImageArchive.of(committed, wanted, tag);
        EngineFaults.asking(
                "correct the configuration of image " + tag,
                () -> clients.patient()
                        .loadImageAsyncCmd(new ByteArrayInputStream(archive.tar()))
                        .exec(new LoadImageCallback())
                        .awaitMessage());
        if (look(archive.id()).isEmpty()) {
            throw new EngineException(Kind.FAILED, "the engine did not take the configuration of " + tag, null);
        }
        discard(committed.getId());
        return archive.id();
    }

    @Override
    public void remove(String reference) {
        Optional<InspectImageResponse> image = look(reference);
        if (image.isEmpty()) {
            return;
        }
        if (!label.marks(image.get().getConfig().getLabels())) {
            throw new EngineException(Kind.NOT_FOUND, "image " + reference + " is not this installation's", null);
        }
        discard(reference);
    }

    private void discard(String reference) {
        EngineFaults.asking("remove image " + reference, () -> {
            try {
                return clients.patient().removeImageCmd(reference).exec();
            } catch (NotFoundException _) {
                return null;
            }
        });
    }

    @Override
    public void pull(String reference, Optional<SignIn> signIn, Duration limit, Consumer<String> told) {
        String doing = "pull image " + reference;
        if (!limit.isPositive()) {
            throw late(doing);
        }
        Pulling pulling = new Pulling(told);
        boolean ended = EngineFaults.asking(doing, () -> {
            try (pulling) {
                return pull(reference, signIn).exec(pulling).awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException | IOException e) {
                throw EngineFaults.unanswered(doing, e);
            }
        });
        pulling.failure().ifPresent(failure -> {
            throw new EngineException(Kind.FAILED, "the engine could not " + doing + ": " + failure, null);
        });
        if (!ended) {
            throw late(doing);
        }
    }

    /// The client would refuse names that engines take, and show what somebody signed in with on this machine; so it is
    /// told of no name when it begins, and always of what to show.
    private PullImageCmd pull(String reference, Optional<SignIn> signIn) {
        AuthConfig shown = new AuthConfig();
        signIn.ifPresent(known -> shown.withRegistryAddress(known.registry())
                .withUsername(known.username())
                .withPassword(known.password()));
        return clients.patient()
                .pullImageCmd("none")
                .withRepository(Pulling.tagged(reference))
                .withAuthConfig(shown);
    }

    private static EngineException late(String doing) {
        return new EngineException(Kind.TIMEOUT, "the engine could not " + doing + " in time", null);
    }

    @Override
    public List<ImageDescription> list(Map<String, String> labels) {
        List<Image> found = EngineFaults.looking(
                "list images",
                () -> clients.calls()
                        .listImagesCmd()
                        .withLabelFilter(label.on(labels))
                        .exec());
        if (labels.isEmpty()) {
            seen.keySet().retainAll(found.stream().map(Image::getId).toList());
        }
        return found.stream().flatMap(image -> described(image).stream()).toList();
    }

    /// Of an image nothing ever changes but its tags, so each is looked at once.
    private Optional<ImageDescription> described(Image image) {
        ImageDescription before = seen.get(image.getId());
        if (before != null && Set.copyOf(before.tags()).equals(tags(image))) {
            return Optional.of(before);
        }
        Optional<ImageDescription> now = inspect(image.getId());
        now.ifPresent(description -> seen.put(image.getId(), description));
        return now;
    }

    private static Set<String> tags(Image image) {
        return image.getRepoTags() == null
                ? Set.of()
                : Arrays.stream(image.getRepoTags())
                        .filter(tag -> !tag.equals("<none>:<none>"))
                        .collect(Collectors.toSet());
    }
}
