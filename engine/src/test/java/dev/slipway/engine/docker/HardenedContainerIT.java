package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Recorder;
import dev.slipway.engine.Specs;
import dev.slipway.engine.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The profile as it is felt from inside a container.
class HardenedContainerIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Engine engine = TestEngine.connect();

    @AfterEach
    void removeEverything() {
        engine.containers()
                .list(Map.of())
                .forEach(container -> engine.containers().remove(container.id()));
        engine.close();
    }

    @Test
    void processRunsAsTheProjectsUserInTheRootGroup() {
        assertThat(inside("id -u; id -g; id -G")).isEqualTo("1000010000\n0\n0\n");
    }

    @Test
    void processHasNoCapabilitiesAndCannotGetAny() {
        String status = inside("cat /proc/self/status");

        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(status).contains(set + ":\t0000000000000000\n");
        }
        assertThat(status).contains("NoNewPrivs:\t1\n").contains("Seccomp:\t2\n");
    }

    @Test
    void limitsAreSeenFromInside() {
        assertThat(inside("cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null"))
                .isEqualTo("67108864\n");
        assertThat(inside("cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null"))
                .isEqualTo("64\n");
        assertThat(inside("cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null"))
                .containsPattern("^25000( 100000)?\n");
        assertThat(inside("ulimit -n; ulimit -Hn; ulimit -c")).isEqualTo("4096\n8192\n0\n");
        assertThat(inside("cat /proc/self/oom_score_adj")).isEqualTo("500\n");
        assertThat(inside("df -k /dev/shm | tail -n 1 | awk '{print $2}'")).isEqualTo("16384\n");
    }

    @Test
    void forksBeyondTheLimitFail() {
        // Processes refused by the limit fail to fork; the shell says so and goes on.
        String said = inside("for i in $(seq 100); do sleep 5 & done 2>&1; echo survived");

        assertThat(said).contains("can't fork");
    }

    @Test
    void memoryBeyondTheLimitEndsTheContainerAndSaysWhy() {
        ContainerSpec hungry = Specs.withMemory(spec("tail /dev/zero"), 16L << 20);
        String id = engine.containers().create(hungry);

        int code = engine.streams().run(id, null, new Recorder(), LIMIT);

        ContainerStatus status = engine.containers().list(Map.of()).getFirst();
        assertThat(status.outOfMemory()).isTrue();
        assertThat(code).isEqualTo(137);
    }

    @Test
    void containerWithoutNetworkHasOnlyItsLoopback() {
        assertThat(inside("ls /sys/class/net")).isEqualTo("lo\n");
        assertThat(inside("wget -q -T 2 -O - http://127.0.0.1:1 2>&1 || echo refused"))
                .contains("refused");
        assertThat(inside("cat /proc/net/route | wc -l")).isEqualTo("1\n");
    }

    @Test
    void kernelSettingsAndMountsAreOutOfReach() {
        assertThat(inside("echo 1 >/proc/sys/kernel/panic; mount -t tmpfs none /tmp; unshare -U true; echo end"))
                .isEqualTo("end\n");
        assertThat(complaints("echo 1 >/proc/sys/kernel/panic")).isNotEmpty();
        assertThat(complaints("mount -t tmpfs none /tmp")).isNotEmpty();
        assertThat(complaints("unshare -U true")).isNotEmpty();
        assertThat(complaints("echo x >/bin/new")).isNotEmpty();
    }

    @Test
    void otherProcessesAndControlGroupsAreNotSeen() {
        assertThat(inside("ls -d /proc/[0-9]* | wc -l").strip()).matches("[1-6]");
        assertThat(inside("cat /proc/self/cgroup")).contains(":/\n").doesNotContain("docker");
    }

    @Test
    void homeIsWritableAndTheOldEnvironmentStands() {
        assertThat(inside("touch $HOME/a && ls $HOME; echo $TINY")).isEqualTo("a\nimage\n");
    }

    @Test
    void readOnlyRootLeavesOnlyTheTemporaryDirectoryWritable() {
        ContainerSpec readOnly = Specs.readOnly(spec("cp /bin/busybox /tmp/echo && /tmp/echo runs; touch /work/a"));
        Recorder recorder = new Recorder();

        int code = engine.streams().run(engine.containers().create(readOnly), null, recorder, LIMIT);

        assertThat(recorder.output()).isEqualTo("runs\n");
        assertThat(recorder.errors()).contains("Read-only file system");
        assertThat(code).isNotZero();
    }

    @Test
    void firstProcessReapsOrphans() {
        assertThat(inside("(sleep 0.1 & ) ; sleep 0.5; ps -o stat,comm | grep -c '^Z'"))
                .isEqualTo("0\n");
    }

    @Test
    void commandThatIsNotThereSaysWhy() {
        String id = engine.containers()
                .create(Specs.spec(
                        "slipway-" + TestEngine.installation(), TestEngine.tinyImage(), List.of("/nowhere")));

        int code = engine.streams().run(id, null, new Recorder(), LIMIT);

        assertThat(code).isEqualTo(127);
    }

    private ContainerSpec spec(String script) {
        return Specs.spec("slipway-" + TestEngine.installation(), TestEngine.tinyImage(), List.of("sh", "-c", script));
    }

    private String inside(String script) {
        return run(script).output();
    }

    private String complaints(String script) {
        return run(script).errors();
    }

    private Recorder run(String script) {
        Recorder recorder = new Recorder();
        engine.streams().run(engine.containers().create(spec(script)), null, recorder, LIMIT);
        return recorder;
    }
}
