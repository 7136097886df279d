package dev.slipway.build.dockerfile;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What the steps of Dockerfiles leave on this node: containers, which are nobody's once a build has ended, and images,
/// which are the cache of the next one. Both carry the labels with which each stage begins: the project is among
/// them, so the engine finds nothing in one project's cache for another's. The platform knows nothing of them, and no
/// release needs one.
public final class DockerfileSteps {
    private static final String STEP = "step";

    private static final System.Logger LOG = System.getLogger(DockerfileSteps.class.getName());

    private final Engine engine;
    private final String installation;
    private final String node;
    /// How many builds of each application are under way in this process.
    private final Map<String, Integer> live = new ConcurrentHashMap<>();
    /// What the last build had no use for may be what the next one begins with, so that waits.
    private final ReentrantLock changing = new ReentrantLock();

    public DockerfileSteps(Engine engine, String installation, String node) {
        this.engine = engine;
        this.installation = installation;
        this.node = node;
    }

    /// Whether the image is a step's.
    public static boolean is(ImageDescription image) {
        return STEP.equals(image.labels().get(OwnLabels.KIND));
    }

    /// What each stage of this build begins with. The same for every build of the application.
    public Map<String, String> labels(BuildOrder order) {
        return Map.of(
                InstallationLabel.NAME,
                installation,
                OwnLabels.KIND,
                STEP,
                OwnLabels.NODE,
                node,
                OwnLabels.PROJECT,
                order.projectId(),
                OwnLabels.APPLICATION,
                order.application(),
                OwnLabels.NETWORK,
                String.valueOf(order.network().number()),
                // Not that of a base image that a build of this project made.
                OwnLabels.BUILD,
                "");
    }

    public void begin(BuildOrder order) {
        String key = key(order.projectId(), order.application());
        changing.lock();
        try {
            if (!live.containsKey(key)) {
                // What an earlier process left would be taken for this build's.
                containers(order).forEach(container -> engine.containers().remove(container.id()));
            }
            live.merge(key, 1, Integer::sum);
        } finally {
            changing.unlock();
        }
    }

    private static String key(String project, String application) {
        return project + "/" + application;
    }

    /// The containers of steps that run or have failed. Builds of one application that run beside each other have
    /// theirs in common.
    public List<ContainerStatus> containers(BuildOrder order) {
        return engine.containers().list(labels(order));
    }

    /// The images at the end of what steps have made so far.
    public List<ImageDescription> images(BuildOrder order) {
        return engine.images().list(labels(order));
    }

    /// Of the last build of the application under way: removes its containers, and the images that it had no use for.
    /// used are ids, or beginnings of them. Also of a build that was interrupted.
    public void end(BuildOrder order, Collection<String> used) {
        changing.lock();
        try {
            ended(order, used);
        } finally {
            changing.unlock();
        }
    }

    private void ended(BuildOrder order, Collection<String> used) {
        String key = key(order.projectId(), order.application());
        if (live.compute(key, (_, builds) -> builds == null || builds == 1 ? null : builds - 1) != null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            containers(order).forEach(container -> engine.containers().remove(container.id()));
            images(order).stream()
                    .filter(image -> used.stream().noneMatch(id -> hex(image).startsWith(id)))
                    .forEach(image -> remove(engine, image));
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "what the steps of " + key + " left is removed later", later);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String hex(ImageDescription image) {
        return image.id().substring(image.id().indexOf(':') + 1);
    }

    /// Containers of builds that no process holds any more.
    public void sweep() {
        try {
            Containers containers = engine.containers();
            containers.list(Map.of(OwnLabels.KIND, STEP, OwnLabels.NODE, node)).stream()
                    .filter(container -> !live.containsKey(key(
                            container.labels().get(OwnLabels.PROJECT),
                            container.labels().get(OwnLabels.APPLICATION))))
                    .forEach(container -> containers.remove(container.id()));
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.WARNING, "Left steps of Dockerfiles could not be removed; tried again", later);
        }
    }

    /// Those of a project that is gone. Throws EngineException when the engine cannot be asked.
    public static void removeOf(Engine engine, int project) {
        engine.images()
                .list(Map.of(OwnLabels.KIND, STEP, OwnLabels.NETWORK, String.valueOf(project)))
                .forEach(image -> remove(engine, image));
    }

    /// One on which another image stands goes with that one.
    private static void remove(Engine engine, ImageDescription image) {
        try {
            engine.images().remove(image.id());
        } catch (EngineException used) {
            LOG.log(System.Logger.Level.DEBUG, "the image " + image.id() + " of a step stays for now", used);
        }
    }
}
