package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Streams.LogQuery;
import dev.slipway.engine.TestEngine;
import dev.slipway.engine.docker.DockerEngine;
import dev.slipway.model.application.Probes;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.node.agent.Agent;
import dev.slipway.node.agent.DesiredStateFile;
import dev.slipway.node.agent.Labels;
import dev.slipway.node.agent.RecordingRouterFeed;
import dev.slipway.node.agent.Routes;
import dev.slipway.node.image.MemoryImageStore;
import dev.slipway.node.platform.InMemoryControlPlane;
import dev.slipway.node.probe.Greeting;
import dev.slipway.node.probe.SocketProber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who reaches whom, seen from inside containers of a real engine under the real packet filter. Needs root.
class IsolationIT {
    private static final String SERVE = "echo hello > /tmp/index.html; exec httpd -f -p 8080 -h /tmp";

    @TempDir
    Path home;

    private final String installation = installation();
    private final int block = ThreadLocalRandom.current().nextInt(0, 250);
    private final InMemoryControlPlane platform = new InMemoryControlPlane();
    private final List<InstanceAssignment> instances = new ArrayList<>();
    private final SocketProber prober = new SocketProber();
    private Engine engine;
    private Firewall firewall;
    private NameService names;
    private Agent agent;
    private ServerSocket router;
    private ServerSocket secret;

    private static String installation() {
        return Long.toString(ThreadLocalRandom.current().nextLong(36 * 36 * 36 * 10L, 36L * 36 * 36 * 36), 36) + "it";
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        TestEngine.tinyImage();
        engine = DockerEngine.connect(TestEngine.socket(), installation);
        router = greeter();
        secret = greeter();
        Resolvers resolvers = new Resolvers(List.of());
        firewall = new Firewall(FirewallRules.of(
                installation, "10.208.0.0/12", resolvers.reachable(), List.of(), router.getLocalPort()));
        firewall.start();
        names = new NameService("apps.localhost", resolvers);
        RecordingRouterFeed feed = new RecordingRouterFeed();
        TenantNetworks networks =
                new TenantNetworks(engine.networks(), installation, resolvers, new NftLoopbackForward(), bridges -> {
                    firewall.bridges(bridges);
                    names.serve(bridges);
                });
        Path credential = Files.writeString(home.resolve("credential"), "secret");
        agent = new Agent(
                platform,
                engine,
                networks,
                prober,
                new Routes(feed),
                feed,
                new DesiredStateFile(home.resolve("desired-state"), credential),
                installation,
                64L << 20,
                new MemoryImageStore(),
                _ -> new NodeRegistration(1800, 1L << 30, "docker", "0.1.0", List.of(), List.of()));
        agent.start();
    }

    @AfterEach
    void removeAll() throws IOException {
        agent.close();
        names.close();
        prober.close();
        engine.containers().list(Map.of()).forEach(left -> engine.containers().remove(left.id()));
        engine.networks().list().forEach(left -> engine.networks().remove(left.name()));
        engine.close();
        firewall.close();
        firewall.remove();
        router.close();
        secret.close();
    }

    @Test
    void tenantsReachTheirOwnAndTheRouterAndNobodyElse() {
        run("server", 1, "web", 8080, SERVE);
        await().atMost(Duration.ofSeconds(30)).until(() -> observed("server").ready());
        String server = observed("server").address();

        run("friend", 1, "worker", null, fetch("own", server, 8080) + idle());
        run(
                "stranger",
                2,
                "worker",
                null,
                fetch("foreign", server, 8080)
                        + fetch("gateway", gateway(1), router.getLocalPort())
                        + fetch("router", gateway(2), router.getLocalPort())
                        + fetch("host", gateway(2), secret.getLocalPort())
                        + fetch("metadata", "169.254.169.254", 80)
                        + "nslookup shop-team.apps.localhost; echo looked up; "
                        + idle());

        assertThat(linesOf("friend", "own=")).containsExactly("own=reached");
        assertThat(linesOf("stranger", "looked up")).isNotEmpty();
        assertThat(log("stranger").lines().filter(line -> line.contains("=")))
                .containsExactly(
                        "foreign=refused", "gateway=refused", "router=reached", "host=refused", "metadata=refused");
        assertThat(log("stranger")).contains("Address: " + gateway(2));
    }

    @Test
    void whatListensAtTheLoopbackAddressIsReachedByThisMachineAlone() {
        run(
                "server",
                1,
                "web",
                8080,
                "echo hello > /tmp/index.html; httpd -p 127.0.0.1:9000 -h /tmp; exec httpd -f -p 127.0.0.1:8080 -h /tmp");
        await().atMost(Duration.ofSeconds(30)).until(() -> observed("server").ready());
        String server = observed("server").address();

        run("friend", 1, "worker", null, fetch("served", server, 8080) + fetch("other", server, 9000) + idle());

        assertThat(linesOf("friend", "other=")).containsExactly("other=refused");
        assertThat(linesOf("friend", "served=")).containsExactly("served=refused");
        assertThat(prober.greet(server, 8080)).isEqualTo(Greeting.ANSWERED);
        assertThat(prober.greet(server, 9000)).isEqualTo(Greeting.REFUSED);
    }

    private void run(String id, int project, String process, Integer port, String script) {
        instances.add(new InstanceAssignment(
                id,
                Desired.RUN,
                "project-" + project,
                "team",
                "shop",
                process,
                1,
                TestEngine.TINY,
                List.of("sh", "-c", script),
                Map.of(),
                port,
                500,
                32L << 20,
                false,
                Probes.NONE,
                new TenantNetwork(project, 1_000_000_000L + project * 10_000L, subnet(project))));
        platform.desire(new DesiredState(1, instances.size(), "", List.copyOf(instances), List.of()));
    }

    private static String fetch(String what, String host, int port) {
        String command = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 " + host + " " + port + " | grep -q hello";
        return "if " + command + "; then echo " + what + "=reached; else echo " + what + "=refused; fi; ";
    }

    private static String idle() {
        return "exec sleep 300";
    }

    private String subnet(int project) {
        return "10.22" + project + "." + block + ".0/24";
    }

    private String gateway(int project) {
        return "10.22" + project + "." + block + ".1";
    }

    private ObservedInstance observed(String instance) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> platform.observed(instance).isPresent());
        return platform.observed(instance).orElseThrow();
    }

    private List<String> linesOf(String instance, String mark) {
        await().atMost(Duration.ofSeconds(40)).until(() -> log(instance).contains(mark));
        return log(instance).lines().filter(line -> line.contains(mark)).toList();
    }

    private String log(String instance) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (ContainerStatus container : engine.containers().list(Labels.ofInstance(instance))) {
            try (var following = engine.streams()
                    .logs(
                            container.id(),
                            new LogQuery(false, -1, null),
                            (_, bytes, offset, length) -> text.write(bytes, offset, length))) {
                following.join();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /// Answers every connection with a small page, on every address of this host.
    private static ServerSocket greeter() throws IOException {
        ServerSocket server = new ServerSocket(0, 16, InetAddress.ofLiteral("0.0.0.0"));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    connection.getInputStream().read(new byte[4096]);
                    connection
                            .getOutputStream()
                            .write("HTTP/1.0 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                    // The next one, or closed.
                }
            }
        });
        return server;
    }
}
