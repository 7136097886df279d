package dev.slipway.console.http;

import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// What the platform found wrong with a form, to be shown at the fields, which have the platform's names.
public record Faults(String detail, String next, List<Problem.Field> fields) {
    public static final Faults NONE = new Faults(null, null, List.of());

    /// Of a refusal that the form can mend; another goes on as it came.
    public static Faults of(PlatformRefusal refusal) {
        if (refusal.signedOut() || refusal.problem().status() >= 500) {
            throw refusal;
        }
        Problem problem = refusal.problem();
        return new Faults(problem.detail(), problem.next(), problem.errors());
    }

    public static Faults at(String field, String message, String next) {
        return new Faults(message, next, List.of(new Problem.Field(field, message)));
    }

    public boolean any() {
        return detail != null;
    }

    /// "" where the field is well.
    public String at(String field) {
        return fields.stream()
                .filter(fault -> fault.field().equals(field))
                .map(Problem.Field::message)
                .collect(Collectors.joining("; "));
    }
}
