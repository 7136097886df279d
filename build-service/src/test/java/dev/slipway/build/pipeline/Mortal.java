package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerFiles;
import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.ImageBuilds;
import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.Images;
import dev.slipway.engine.Networks;
import dev.slipway.engine.Streams;
import dev.slipway.engine.Volumes;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.assignment.FetchedScripts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The world as one process sees it, which can die at any time: from then on none of its threads does anything more
/// to it.
final class Mortal {
    private volatile boolean dead;
    private volatile boolean diesWithItsOutcome;

    void die() {
        dead = true;
    }

    /// It dies before it can say how a build ended.
    void dieWithItsOutcome() {
        diesWithItsOutcome = true;
    }

    /// A thread that is interrupted does not wait: whoever is dead does not notice that either.
    private <T> T alive(T part) {
        while (dead) {
            LockSupport.park();
            Thread.interrupted();
        }
        return part;
    }

    boolean dead() {
        return dead;
    }

    Engine engine(Engine engine) {
        return new Engine() {
            @Override
            public Containers containers() {
                return alive(engine).containers();
            }

            @Override
            public Streams streams() {
                return alive(engine).streams();
            }

            @Override
            public ContainerFiles files() {
                return alive(engine).files();
            }

            @Override
            public Images images() {
                return alive(engine).images();
            }

            @Override
            public ImageBuilds builds() {
                return alive(engine).builds();
            }

            @Override
            public ImageTransfer transfer() {
                return alive(engine).transfer();
            }

            @Override
            public Networks networks() {
                return alive(engine).networks();
            }

            @Override
            public Volumes volumes() {
                return alive(engine).volumes();
            }

            @Override
            public void ping() {
                alive(engine).ping();
            }

            @Override
            public EngineInfo check() {
                return alive(engine).check();
            }

            @Override
            public void close() {}
        };
    }

    BuildOrders orders(BuildOrders orders) {
        return new BuildOrders() {
            @Override
            public Optional<BuildOrder> claim(Duration wait) throws InterruptedException {
                return alive(orders).claim(wait);
            }

            @Override
            public InputStream source(BuildOrder order, String destination, List<String> files, List<String> left)
                    throws IOException {
                return alive(orders).source(order, destination, files, left);
            }

            @Override
            public InputStream context(BuildOrder order) throws IOException {
                return alive(orders).context(order);
            }

            @Override
            public FetchedScripts scripts(BuildOrder order, String url, List<String> names) {
                return alive(orders).scripts(order, url, names);
            }

            @Override
            public long append(BuildOrder order, long offset, byte[] bytes, int length) {
                return alive(orders).append(order, offset, bytes, length);
            }

            @Override
            public Verdict heartbeat(BuildOrder order, Heartbeat heartbeat) {
                return alive(orders).heartbeat(order, heartbeat);
            }

            @Override
            public Verdict verdict(BuildOrder order, Duration wait) {
                return alive(orders).verdict(order, wait);
            }

            @Override
            public void outcome(BuildOrder order, Outcome outcome) {
                dead |= diesWithItsOutcome;
                alive(orders).outcome(order, outcome);
            }
        };
    }
}
