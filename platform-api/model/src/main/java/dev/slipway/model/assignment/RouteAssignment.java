package dev.slipway.model.assignment;

import java.util.List;

/// One route as routers need it. projectId/application name the instances behind it; reason is what to tell when
/// there is none ready: starting, crashed, stopped, no-ready-instance. remote lists ready instances on other
/// nodes as host:port.
public record RouteAssignment(
        String id, String host, String path, List<RouteTarget> targets, String reason, boolean deleted) {

    public record RouteTarget(String projectId, String application, int weight, List<String> remote) {}
}
