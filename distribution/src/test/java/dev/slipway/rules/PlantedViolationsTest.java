package dev.slipway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A rule that cannot fail is no rule: each must name the class that was planted to break it.
class PlantedViolationsTest {
    private static final String ROOT = "planted";
    private static final List<ArchRule> RULES = ImportRules.in(ROOT).all();
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

    private static final Map<String, List<String>> CULPRITS = Map.ofEntries(
            broken("the model imports only the JDK and itself", "model.InjectedModel"),
            broken("the database room imports no other room", "database.SchedulingDatabase"),
            broken("the backup imports no room but database", "backup.RoutingBackup"),
            broken("the scheduler imports no room but model and database", "scheduler.EngineStarter"),
            broken("the platform imports no room but model and database", "platform.build.DirectPipeline"),
            broken("the console imports no other room: it calls the interface", "console.ShortCut"),
            broken(
                    "the engine's ports and its memory adapter import only the JDK, the model and what reads archives",
                    "engine.memory.MemoryClient"),
            broken(
                    "the Docker adapter imports only its client libraries and the engine's ports",
                    "engine.docker.FallbackEngine"),
            broken("only the Docker adapter imports the Docker client", "platform.node.EngineStatus"),
            broken("the build room imports no room but model, database and engine", "build.PlatformNews"),
            broken("the platform's side of builds imports neither engine nor pipeline", "build.queue.EagerQueue"),
            broken("the node's side of builds imports neither database nor queue", "build.pipeline.QueueJumper"),
            broken("the node's side of builds imports no application framework", "build.pipeline.InjectedStep"),
            broken(
                    "the node imports no room but model, engine, builds of a node and the router",
                    "node.agent.DirectReader"),
            broken("node and router import no application framework", "node.agent.ManagedLoop"),
            broken("the agent imports nothing of the router but its table and feed", "node.agent.ProxyTuner"),
            broken("the router imports no room but model", "router.proxy.AgentReader"),
            broken(
                    "the scheduler's deciders import only the JDK, the model, the snapshot and each other",
                    "scheduler.reconcile.ReadingReconciler"),
            broken(
                    "the node's deciders import only the JDK, the model, the engine's ports and the route table",
                    "node.agent.NodeReconciler"),
            broken("deciders touch no file, network or database", "scheduler.placement.CachedPlacement"),
            broken(
                    "deciders and the model read no clock, no chance and no environment",
                    "scheduler.rollout.ImpatientEvaluator",
                    "scheduler.rollout.ReferringEvaluator",
                    "scheduler.placement.DicedPlacement",
                    "model.SuddenModel"),
            broken("rooms import each other in one direction only", "database.SchedulingDatabase"),
            broken(
                    "packages outside the platform import each other in one direction only",
                    "scheduler.snapshot.BackReference"),
            broken(
                    "only resources, pages, their paths, mappers and filters import JAX-RS",
                    "platform.release.AnsweringRelease"),
            broken("stores and queues import no HTTP", "platform.release.RemoteStore"),
            broken("stores and queues have no clock of their own", "platform.release.PunctualStore"),
            broken("resources import no JDBC", "platform.release.QueryResource"),
            broken(
                    "nothing is injected into a field",
                    "platform.release.FieldInjection",
                    "platform.release.FieldConfiguration"),
            broken(
                    "no class is named Impl, Util, Helper, Manager or Common",
                    "platform.release.ReleaseManager",
                    "platform.release.ReleaseImpl",
                    "platform.release.ReleaseUtils"),
            broken("no package is named util, common, impl or helper", "platform.util.Strings"),
            broken(
                    "nothing imports reactive types, Mockito, Lombok or MapStruct",
                    "platform.release.ReactiveNews",
                    "platform.release.MutinyNews"),
            broken("entities are package-private", "platform.release.OpenRow"),
            broken("entities stay in their package", "platform.route.RowBorrower"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("RULES")
    void plantedViolationIsCaught(ArchRule rule) {
        List<String> report = rule.evaluate(PLANTED).getFailureReport().getDetails();
        assertThat(CULPRITS.get(rule.getDescription()))
                .allSatisfy(culprit -> assertThat(report).anyMatch(line -> line.contains("<" + ROOT + "." + culprit)));
    }

    @Test
    void everyRuleHasOnePlantedViolation() {
        assertThat(RULES).extracting(ArchRule::getDescription).containsExactlyInAnyOrderElementsOf(CULPRITS.keySet());
    }

    private static Map.Entry<String, List<String>> broken(String rule, String... culprits) {
        return Map.entry(rule, List.of(culprits));
    }
}
