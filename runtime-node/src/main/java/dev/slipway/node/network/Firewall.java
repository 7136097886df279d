package dev.slipway.node.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Keeps the rules in the kernel by the command `nft`: applied at start and whenever a bridge comes, and put back
/// when somebody has changed or removed the table (looked after every 60 s). Closing leaves them in place:
/// containers live on.
public final class Firewall implements AutoCloseable {
    private static final Duration CHECK = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final System.Logger LOG = System.getLogger(Firewall.class.getName());

    private final Thread watch = Thread.ofVirtual().name("firewall").unstarted(this::watch);
    private FirewallRules rules;
    private Answer kept = new Answer(-1, "");

    public Firewall(FirewallRules rules) {
        this.rules = rules;
    }

    /// Throws IllegalStateException with the cause when the rules cannot be set: then nothing may run here.
    public void start() {
        apply(rules);
        watch.start();
    }

    /// These bridges exist now. Does nothing when they are known.
    public synchronized void bridges(Collection<Bridge> present) {
        FirewallRules next = rules.with(present);
        if (!next.equals(rules)) {
            apply(next);
            rules = next;
        }
    }

    private synchronized void apply(FirewallRules next) {
        Answer answer = nft(next.script(), "nft", "-f", "-");
        if (answer.exitCode() != 0) {
            throw new IllegalStateException(
                    "the packet filter cannot be set (" + answer.text().strip()
                            + "); install nftables and run the node as root, or set slipway.network.firewall=none");
        }
        kept = listed();
    }

    private Answer listed() {
        return nft("", "nft", "--stateless", "list", "table", "inet", rules.table());
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(CHECK);
                putBackIfChanged();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void putBackIfChanged() {
        try {
            if (!present()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "somebody changed or removed table {0}; it is put back",
                        rules.table());
                apply(rules);
            }
        } catch (IllegalStateException failure) {
            LOG.log(System.Logger.Level.ERROR, failure.getMessage());
        }
    }

    /// Whether the kernel has the table as it was when it was applied last.
    synchronized boolean present() {
        return kept.exitCode() == 0 && listed().equals(kept);
    }

    /// Takes the table away: nothing of this installation runs here any more.
    synchronized void remove() {
        nft("", "nft", "delete", "table", "inet", rules.table());
    }

    private record Answer(int exitCode, String text) {}

    private static Answer nft(String input, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            // On a thread of its own: reading has no time limit.
            FutureTask<String> said =
                    new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().name("nft").start(said);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(-1, "nft does not end");
            }
            return new Answer(process.exitValue(), said.get());
        } catch (IOException | ExecutionException failure) {
            return new Answer(-1, failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "interrupted");
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
