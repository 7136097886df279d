package dev.slipway.node.network;

import dev.slipway.node.network.HostCommand.Answer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Keeps the rules in the kernel by the command `nft`: applied at start and whenever a bridge comes, and put back
/// when somebody has changed or removed the table (looked after every 60 s), as is what other filters need to pass.
/// Closing leaves them in place:
/// containers live on.
public final class Firewall implements AutoCloseable {
    private static final Duration CHECK = Duration.ofSeconds(60);
    private static final System.Logger LOG = System.getLogger(Firewall.class.getName());

    private final Thread watch = Thread.ofVirtual().name("firewall").unstarted(this::watch);
    private final Forwarding forwarding;
    private FirewallRules rules;
    private Answer kept = new Answer(-1, "");

    public Firewall(FirewallRules rules) {
        this.rules = rules;
        this.forwarding = new Forwarding(rules.installation(), List.of("iptables"));
    }

    /// Throws IllegalStateException with the cause when the rules cannot be set: then nothing may run here.
    public void start() {
        apply(rules);
        forwarding.open();
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
        if (!answer.succeeded()) {
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
                forwarding.open();
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
        return kept.succeeded() && listed().equals(kept);
    }

    /// Takes the table away: nothing of this installation runs here any more.
    synchronized void remove() {
        nft("", "nft", "delete", "table", "inet", rules.table());
        forwarding.close();
    }

    private static Answer nft(String input, String... command) {
        return HostCommand.run(input, List.of(command));
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
