package dev.slipway.e2e;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything an installation holds at one moment, as far as the invariants speak of it: rows, containers, images,
/// networks, repositories, the router's table. Applications are called `project/application`.
record Findings(
        List<Build> builds,
        List<Release> releases,
        List<Deployment> deployments,
        List<Instance> instances,
        Map<String, Integer> replicas,
        List<Container> containers,
        List<Image> images,
        Set<String> networks,
        Set<String> networksOfProjects,
        Map<String, Repository> repositories,
        List<String> uploads,
        Map<String, Set<String>> routed) {

    /// attempts are the numbers of the attempts that its log tells of, in order; epoch is how often it was claimed.
    record Build(
            String id,
            String application,
            int number,
            String commit,
            String state,
            String message,
            int epoch,
            String image,
            List<Integer> attempts) {}

    record Release(String application, int version, Integer build, String image) {}

    record Deployment(String application, int number, int release, String state) {}

    /// address with its port, null before there is one.
    record Instance(String id, String application, int release, String state, boolean ready, String address) {
        boolean lives() {
            return !Set.of("stopped", "failed", "lost").contains(state);
        }
    }

    /// kind is `instance` or `build`, of the instance or build whose id it carries.
    record Container(String id, String kind, String of, boolean running) {}

    record Image(String id, String build) {}

    /// commits are those reachable from the deploy branch, the tip first. journal is the commit whose build is not
    /// queued, or null; complaints are what fsck says; leftovers are files that no repository should have.
    record Repository(List<String> commits, String journal, List<String> complaints, List<String> leftovers) {}

    List<Build> builds(String application) {
        return builds.stream()
                .filter(build -> build.application().equals(application))
                .toList();
    }

    List<Instance> living(String application) {
        return instances.stream()
                .filter(instance -> instance.application().equals(application) && instance.lives())
                .toList();
    }
}
