package dev.slipway.node.network;

import dev.slipway.node.network.HostCommand.Answer;
import java.util.ArrayList;
import java.util.List;

/// Has the machine's own filter pass what ours judges. A packet has to pass every filter of a machine: one whose policy
/// is to drop what no rule knows, as another Docker Engine sets it, drops also what our table accepts. Where
/// there is no such policy nothing is changed.
final class Forwarding {
    private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());
    private static final String DROPS = "-P FORWARD DROP";

    private final List<String> iptables;
    private final List<String> rules;

    /// iptables is how the command is called.
    Forwarding(String installation, List<String> iptables) {
        String devices = Bridge.devicePrefix(installation) + "+";
        this.iptables = iptables;
        this.rules = List.of(
                "FORWARD -i " + devices + " -j ACCEPT",
                "FORWARD -o " + devices + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    }

    /// Puts in what is missing.
    void open() {
        List<String> there = listed();
        if (there.contains(DROPS)) {
            rules.stream().filter(rule -> !there.contains("-A " + rule)).forEach(this::append);
        }
    }

    private List<String> listed() {
        Answer answer = run("-S FORWARD");
        return answer.succeeded() ? answer.text().lines().toList() : List.of();
    }

    /// As the last: what somebody else drops by a rule stays dropped.
    private void append(String rule) {
        Answer answer = run("-A " + rule);
        LOG.log(
                answer.succeeded() ? System.Logger.Level.INFO : System.Logger.Level.ERROR,
                answer.succeeded()
                        ? "the machine's filter drops what it does not know: " + rule + " was put into it"
                        : "applications may reach nothing: " + rule + " cannot be put into the machine's filter, "
                                + answer.text().strip());
    }

    /// Takes out what is there.
    void close() {
        List<String> there = listed();
        rules.stream().filter(rule -> there.contains("-A " + rule)).forEach(rule -> run("-D " + rule));
    }

    /// Waits for others who change the filter.
    private Answer run(String words) {
        List<String> command = new ArrayList<>(iptables);
        command.addAll(List.of("-w", "5"));
        command.addAll(List.of(words.split(" ")));
        return HostCommand.run("", command);
    }
}
