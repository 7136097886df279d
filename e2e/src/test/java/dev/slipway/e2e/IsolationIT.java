package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a container can and cannot do, tried from inside: two projects, and in the first two applications.
@TestInstance(Lifecycle.PER_CLASS)
class IsolationIT extends Story {
    private static final String HELLO = "Hello from Slipway";

    private Container inside;
    private Container neighbour;
    private Container foreign;

    @BeforeAll
    void deploy(@TempDir Path source) {
        WorkTree tree = WorkTree.ofSample(source, "shell");
        inside = deployed(tree, "walls-a", "hello", "");
        neighbour = deployed(
                tree, "walls-a", "neighbour", ",\"resources\":{\"limits\":{\"cpu\":\"500m\",\"memory\":\"64Mi\"}}");
        foreign = deployed(tree, "walls-b", "hello", "");
    }

    private Container deployed(WorkTree tree, String project, String application, String settings) {
        admin.application(project, application, settings);
        push(tree, project + "/" + application).expectSuccess();
        return Container.of(installation, admin, project, application);
    }

    @Test
    void itRunsUnderItsProjectsOwnUserInGroup0() {
        long own = Long.parseLong(inside.says("id -u"));

        assertThat(own).isBetween(1_000_000_000L, 2_000_000_000L);
        assertThat(inside.says("id -G")).isEqualTo("0");
        assertThat(neighbour.says("id -u")).isEqualTo(String.valueOf(own));
        assertThat(Long.parseLong(foreign.says("id -u")) / 10_000).isNotEqualTo(own / 10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/1/status", "/proc/self/status"})
    void itHasNoCapabilityAndCanGainNone(String status) {
        Map<String, String> fields = new java.util.HashMap<>();
        inside.says("cat " + status)
                .lines()
                .forEach(line -> fields.put(line.split(":")[0], line.split(":")[1].strip()));

        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(fields.get(set)).as(set).isEqualTo("0000000000000000");
        }
        assertThat(fields).containsEntry("NoNewPrivs", "1").containsEntry("Seccomp", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 1 > /proc/sys/net/ipv4/ip_forward",
                "echo core > /proc/sys/kernel/core_pattern",
                "echo b > /proc/sysrq-trigger",
                "echo 1 > /sys/kernel/mm/ksm/run",
                "head -c 1 /proc/kcore | grep .",
                "unshare -U true",
                "unshare -m true",
                "busybox mount -t tmpfs none /mnt",
                "busybox mknod /tmp/memory c 1 1",
                "chroot / true",
                "touch /usr/bin/env",
                "su -c true",
                "ls /var/run/docker.sock",
                "ls /run/docker.sock",
                "find / -xdev -type s 2>/dev/null | grep ."
            })
    void itIsRefused(String script) {
        assertThat(inside.run(script).exit()).isNotZero();
    }

    @Test
    void itsMemoryAndProcessesEndAtTheLimit() {
        String limits = """
                cd /sys/fs/cgroup
                if [ -e memory.max ]; then cat memory.max pids.max; else cat memory/memory.limit_in_bytes pids/pids.max; fi
                """;
        assertThat(neighbour.says(limits).lines()).containsExactly(String.valueOf(64 << 20), "256");

        Command.Result memory = neighbour.run("busybox dd if=/dev/zero of=/dev/null bs=128M count=1");
        Command.Result forks =
                neighbour.run("trap 'kill 0' EXIT; i=0; while [ $i -lt 300 ]; do sleep 60 & i=$((i+1)); done");

        assertThat(memory.exit()).isEqualTo(137);
        assertThat(forks.exit()).isNotZero();
        assertThat(forks.err()).contains("Cannot fork");
        visitor.seesSoon(host("walls-a", "neighbour"), HELLO);
    }

    @Test
    void itReachesItsOwnProjectAndNoOther() {
        assertThat(inside.get(neighbour.address(), 8080)).contains(HELLO);
        assertThat(neighbour.get(inside.address(), 8080)).contains(HELLO);
        assertThat(foreign.get(foreign.address(), 8080)).contains(HELLO);

        String own = inside.address() + " 8080";
        String other = foreign.address() + " 8080";
        assertThat(inside.reached(List.of(own, other))).containsExactly(own);
        assertThat(foreign.reached(List.of(own, other))).containsExactly(other);
    }

    @Test
    void itFindsNamesAndReachesApplicationsThroughTheRouterAsEverybodyDoes() {
        for (String host : List.of(host("walls-a", "hello"), host("walls-b", "hello"))) {
            assertThat(inside.says("getent hosts " + host)).startsWith(inside.gateway() + " ");
            assertThat(inside.get(host, installation.routerPort()))
                    .contains("200 OK")
                    .contains(HELLO);
        }
    }

    @Test
    void itReachesNothingElseOfTheMachine() throws IOException {
        List<String> addresses = addressesOfTheMachine();
        AtomicInteger callers = new AtomicInteger();
        try (ServerSocket service = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> greet(service, callers));
            List<String> services = new ArrayList<>(List.of(inside.gateway() + " " + installation.routerPort()));
            for (String address : addresses) {
                assertReachable(address, service.getLocalPort());
                for (int port : List.of(service.getLocalPort(), installation.port(), databasePort(), 22, 2375)) {
                    services.add(address + " " + port);
                }
            }
            assertThat(inside.reached(services)).containsExactly(inside.gateway() + " " + installation.routerPort());
            assertThat(callers).hasValue(addresses.size());
        }
    }

    private static void greet(ServerSocket service, AtomicInteger callers) {
        while (!service.isClosed()) {
            try (Socket caller = service.accept()) {
                callers.incrementAndGet();
                caller.getOutputStream().write("welcome\n".getBytes());
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void assertReachable(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), 2000);
            assertThat(new String(socket.getInputStream().readAllBytes())).contains("welcome");
        }
    }

    /// The gateways of both projects, and what else the machine is called, without loopback and bridges.
    private List<String> addressesOfTheMachine() throws IOException {
        List<String> addresses = new ArrayList<>(List.of(inside.gateway(), foreign.gateway()));
        NetworkInterface.networkInterfaces()
                .filter(device -> Files.exists(Path.of("/sys/class/net", device.getName(), "device")))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4)
                .forEach(address -> addresses.add(address.getHostAddress()));
        return addresses;
    }

    private int databasePort() throws IOException {
        return Integer.parseInt(
                Files.readString(installation.home().resolve("postgres/port")).strip());
    }

    @Test
    void itReachesNoMetadataOfACloudAndNoPrivateNetwork() {
        assertThat(inside.reached(List.of(
                        "169.254.169.254 80",
                        "169.254.170.2 80",
                        "100.100.100.200 80",
                        "10.0.0.1 53",
                        "192.168.0.1 80")))
                .isEmpty();
    }

    @Test
    void itSeesNoSecretOfThePlatform() throws IOException {
        String seen = inside.says("cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; env");
        List<Path> secrets = new ArrayList<>(List.of(
                installation.home().resolve("admin-token"), installation.home().resolve("admin-password")));
        try (var files = Files.list(installation.home().resolve("secrets"))) {
            files.forEach(secrets::add);
        }

        assertThat(secrets).hasSizeGreaterThan(3);
        for (Path secret : secrets) {
            assertThat(seen).doesNotContain(Files.readString(secret).strip());
        }
        assertThat(seen.toLowerCase(java.util.Locale.ROOT)).doesNotContain("jdbc:", "credential", "docker.sock");
        assertThat(inside.run("ls " + installation.home()).exit()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "router"})
    void theProcessesThatFaceTheNetworkCannotUseTheEngineNorReadWhatTheNodeKeeps(String role) throws IOException {
        String number = Files.readString(installation.home().resolve("run/" + role + ".pid"))
                .strip();
        String status = Files.readString(Path.of("/proc", number, "status"));
        String user = status.replaceAll("(?s).*\\nUid:\\s*(\\d+).*", "$1");
        String group = status.replaceAll("(?s).*\\nGid:\\s*(\\d+).*", "$1");
        assertThat(user).isNotEqualTo("0");
        assertThat(group).isNotEqualTo("0");
        assertThat(status).containsPattern("CapEff:\\s*0{16}").containsPattern("NoNewPrivs:\\s*1");
        String groups = status.replaceAll("(?s).*\\nGroups:\\s*?([^\\n]*)\\n.*", "$1")
                .strip()
                .replace(' ', ',');
        assertThat(groups.split(",")).doesNotContain("0");

        List<String> as = new ArrayList<>(List.of("setpriv", "--reuid", user, "--regid", group));
        as.addAll(groups.isEmpty() ? List.of("--clear-groups") : List.of("--groups", groups));
        Path home = installation.home();
        assertThat(denied(as, "cat", home.resolve("node/desired-state").toString()))
                .isTrue();
        assertThat(denied(as, "ls", home.resolve("engine").toString())).isTrue();
        assertThat(denied(as, "env", "HOME=/", "docker", "-H", "unix://" + home.resolve("engine/docker.sock"), "ps"))
                .isTrue();
    }

    private static boolean denied(List<String> as, String... words) {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(words));
        Command.Result result = new Command(Path.of("/"), Map.of(), Duration.ofMinutes(1)).run(command);
        return result.exit() != 0
                && result.err().toLowerCase(java.util.Locale.ROOT).contains("permission denied");
    }
}
