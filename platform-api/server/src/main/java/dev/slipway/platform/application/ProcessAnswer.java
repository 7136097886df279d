package dev.slipway.platform.application;

import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.resource.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A process as clients read it, in the form in which they send it.
public record ProcessAnswer(
        List<String> command, Integer port, int replicas, ResourcesAnswer resources, Probes probes) {

    public record ResourcesAnswer(Resources requests, Resources limits) {}

    private static ProcessAnswer of(ProcessSpec process) {
        return new ProcessAnswer(
                process.command(),
                process.port(),
                process.replicas(),
                new ResourcesAnswer(process.requests(), process.limits()),
                process.probes());
    }

    public static Map<String, ProcessAnswer> of(Map<String, ProcessSpec> processes) {
        Map<String, ProcessAnswer> answers = new LinkedHashMap<>();
        processes.forEach((name, process) -> answers.put(name, of(process)));
        return answers;
    }
}
