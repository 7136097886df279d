package dev.slipway.console.overview;

import dev.slipway.console.application.Application;
import dev.slipway.console.display.Mark;
import dev.slipway.console.display.Mark.Tone;
import dev.slipway.console.project.Project;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// A project with its applications; mark is that of the one that needs most attention, deployedAt the newest
/// deployment of any, null where there was none.
public record ProjectLine(Project project, List<Application> applications, Mark mark, Instant deployedAt) {
    private static final List<Tone> FROM_WORST = List.of(Tone.BAD, Tone.WARN, Tone.BUSY, Tone.GOOD, Tone.OFF);
    private static final Mark EMPTY = new Mark("empty", Tone.OFF);

    static ProjectLine of(Project project, List<Application> all) {
        List<Application> present =
                all.stream().filter(application -> !application.deleted()).toList();
        Mark mark = present.stream()
                .map(application -> application.status().mark())
                .min(Comparator.comparing(one -> FROM_WORST.indexOf(one.tone())))
                .orElse(EMPTY);
        Instant deployedAt = present.stream()
                .map(Application::deployedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new ProjectLine(project, present, mark, deployedAt);
    }
}
