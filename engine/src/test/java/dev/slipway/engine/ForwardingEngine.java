package dev.slipway.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// An engine that passes everything on to another one: tests override the one thing that shall go wrong.
public interface ForwardingEngine extends Engine {

    Engine engine();

    @Override
    default Containers containers() {
        return engine().containers();
    }

    @Override
    default Streams streams() {
        return engine().streams();
    }

    @Override
    default ContainerFiles files() {
        return engine().files();
    }

    @Override
    default Images images() {
        return engine().images();
    }

    @Override
    default ImageBuilds builds() {
        return engine().builds();
    }

    @Override
    default ImageTransfer transfer() {
        return engine().transfer();
    }

    @Override
    default Networks networks() {
        return engine().networks();
    }

    @Override
    default Volumes volumes() {
        return engine().volumes();
    }

    @Override
    default void ping() {
        engine().ping();
    }

    @Override
    default EngineInfo check() {
        return engine().check();
    }

    @Override
    default void close() {
        engine().close();
    }

    interface ForwardingContainers extends Containers {

        Containers containers();

        @Override
        default String create(ContainerSpec spec) {
            return containers().create(spec);
        }

        @Override
        default void start(String id) {
            containers().start(id);
        }

        @Override
        default void rename(String id, String name) {
            containers().rename(id, name);
        }

        @Override
        default void stop(String id, Duration grace) {
            containers().stop(id, grace);
        }

        @Override
        default void remove(String id) {
            containers().remove(id);
        }

        @Override
        default List<ContainerStatus> list(Map<String, String> labels) {
            return containers().list(labels);
        }

        @Override
        default long writtenBytes(String id) {
            return containers().writtenBytes(id);
        }
    }

    interface ForwardingImages extends Images {

        Images images();

        @Override
        default Optional<ImageDescription> inspect(String reference) {
            return images().inspect(reference);
        }

        @Override
        default String commit(String container, ImageConfiguration configuration, String tag) {
            return images().commit(container, configuration, tag);
        }

        @Override
        default void remove(String reference) {
            images().remove(reference);
        }

        @Override
        default void pull(String reference, Optional<SignIn> signIn, Duration limit, Consumer<String> told) {
            images().pull(reference, signIn, limit, told);
        }

        @Override
        default List<ImageDescription> list(Map<String, String> labels) {
            return images().list(labels);
        }
    }
}
