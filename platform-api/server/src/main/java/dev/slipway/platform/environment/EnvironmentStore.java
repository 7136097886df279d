package dev.slipway.platform.environment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.BuildEnvironment;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.release.Release;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Variables of applications. Secrets go in sealed and come out only for builds and releases.
@Singleton
public class EnvironmentStore implements BuildEnvironment {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int LONGEST_VALUE = 32 << 10;
    private static final int MOST_VARIABLES = 200;
    private static final Set<String> SCOPES = Set.of("all", "build", "run");

    private final Database loops;
    private final ApplicationStore applications;
    private final Sealer sealer;
    private final JsonColumns json;

    EnvironmentStore(@Named("loops") Database loops, ApplicationStore applications, Sealer sealer, JsonColumns json) {
        this.loops = loops;
        this.applications = applications;
        this.sealer = sealer;
        this.json = json;
    }

    /// What runs see, by name: values, and for the release's list where they come from.
    public record RunEnvironment(Map<String, String> values, List<Release.Variable> variables) {}

    List<Variable> list(UUID application) {
        return EnvironmentRow.of(application).stream().map(Variable::of).toList();
    }

    /// The variables become exactly these; a secret without a value keeps the one it has.
    public void replace(Sql sql, Application application, List<Variable> variables) {
        Map<String, Variable> wanted = checked(variables);
        List<Seen> before = seenByBuilds(sql, application.id());
        Map<String, EnvironmentRow> present = rows(application.id());
        present.forEach((name, row) -> {
            if (!wanted.containsKey(name)) {
                row.delete();
            }
        });
        wanted.values().forEach(variable -> write(application, present.get(variable.name()), variable));
        changed(sql, application, before);
    }

    /// Adds or changes these and leaves the others.
    void merge(Sql sql, Application application, List<Variable> variables) {
        List<Seen> before = seenByBuilds(sql, application.id());
        Map<String, EnvironmentRow> present = rows(application.id());
        List<Variable> whole = variables.stream()
                .map(variable -> completed(variable, present.get(variable.name())))
                .toList();
        checked(whole).values().forEach(variable -> write(application, present.get(variable.name()), variable));
        changed(sql, application, before);
    }

    /// What a change does not say stays as it is: above all, a secret stays one.
    private static Variable completed(Variable change, EnvironmentRow present) {
        return present == null
                ? change
                : new Variable(
                        change.name(),
                        change.value() == null ? present.value : change.value(),
                        change.secret() == null ? present.secret : change.secret(),
                        change.scope() == null ? present.scope : change.scope());
    }

    private void changed(Sql sql, Application application, List<Seen> before) {
        EnvironmentRow.flush();
        boolean concernsBuilds = !before.equals(seenByBuilds(sql, application.id()));
        applications.touch(sql, application.id(), concernsBuilds);
    }

    /// One variable as far as a build could tell a difference.
    private record Seen(String name, String value, int version) {}

    private static List<Seen> seenByBuilds(Sql sql, UUID application) {
        return sql.list(
                """
                SELECT name, value, secret_version FROM environment_variables
                WHERE application_id = ? AND scope IN ('all', 'build') ORDER BY name
                """, row -> new Seen(row.text("name"), row.text("value"), row.integer("secret_version")), application);
    }

    private static Map<String, EnvironmentRow> rows(UUID application) {
        return EnvironmentRow.of(application).stream().collect(Collectors.toMap(row -> row.name, Function.identity()));
    }

    private static Map<String, Variable> checked(List<Variable> variables) {
        return checked("variables", variables);
    }

    private static Map<String, Variable> checked(String field, List<Variable> variables) {
        if (variables.size() > MOST_VARIABLES) {
            throw PlatformException.invalid(field, "must be at most " + MOST_VARIABLES);
        }
        Map<String, Variable> byName = new LinkedHashMap<>();
        Set<String> twice = new LinkedHashSet<>();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = checked(field + "[" + i + "]", variables.get(i));
            if (byName.put(variable.name(), variable) != null) {
                twice.add(variable.name());
            }
        }
        if (!twice.isEmpty()) {
            throw PlatformException.invalid(field, "name a variable once: " + String.join(", ", twice));
        }
        return byName;
    }

    private static Variable checked(String field, Variable variable) {
        if (variable.name() == null || !NAME.matcher(variable.name()).matches()) {
            throw PlatformException.invalid(
                    field + ".name", "must be letters, digits and \"_\", not begin with a digit");
        }
        if (variable.value() != null
                && (variable.value().length() > LONGEST_VALUE
                        || variable.value().indexOf('\0') >= 0)) {
            throw PlatformException.invalid(field + ".value", "must be at most 32 Ki characters without NUL");
        }
        String scope = variable.scope() == null ? "all" : variable.scope();
        if (!SCOPES.contains(scope)) {
            throw PlatformException.invalid(field + ".scope", "must be \"all\", \"build\" or \"run\"");
        }
        return new Variable(variable.name(), variable.value(), Boolean.TRUE.equals(variable.secret()), scope);
    }

    private void write(Application application, EnvironmentRow present, Variable variable) {
        // Instances would not see it; one that is there from before stands in nobody's way.
        if (present == null
                && variable.name().equals("PORT")
                && !variable.scope().equals("build")) {
            throw PlatformException.invalid(variable.name(), "follows the application's \"port\": set that");
        }
        EnvironmentRow row = present == null ? new EnvironmentRow() : present;
        row.projectId = application.projectId();
        row.applicationId = application.id();
        row.name = variable.name();
        row.scope = variable.scope();
        if (!variable.secret()) {
            row.value = plain(row, variable.value());
            row.secret = false;
            row.sealed = null;
        } else {
            seal(row, present, variable.value());
        }
        if (present == null) {
            row.persist();
        }
    }

    private static String plain(EnvironmentRow row, String value) {
        if (row.secret && value == null) {
            throw PlatformException.invalid(row.name, "is a secret; give a value to make it a plain variable");
        }
        return value == null ? "" : value;
    }

    private void seal(EnvironmentRow row, EnvironmentRow present, String value) {
        if (value == null && (present == null || !present.secret)) {
            throw PlatformException.invalid(row.name, "a new secret needs a value");
        }
        if (value != null) {
            row.secretVersion = present == null ? 1 : row.secretVersion + 1;
            row.sealed = sealer.seal(value, row.context());
            row.secret = true;
            row.value = null;
        }
    }

    @Override
    public Variables of(UUID application, UUID build) {
        List<Stored> stored = stored(application, "build");
        Map<String, String> own = ofBuild(build);
        Map<String, String> values = new LinkedHashMap<>(values(stored));
        values.putAll(own);
        Set<String> secrets = new LinkedHashSet<>(own.keySet());
        stored.stream().filter(row -> row.sealed != null).forEach(row -> secrets.add(row.name));
        return new Variables(values, secrets);
    }

    private record Own(byte[] sealed, String context) {}

    private Map<String, String> ofBuild(UUID build) {
        return loops.transaction(
                        sql -> sql.first("""
                        SELECT environment, project_id || '|' || application_id || '|build' AS context
                        FROM builds WHERE id = ? AND environment IS NOT NULL
                        """, row -> new Own(row.bytes("environment"), row.text("context")), build))
                .map(own ->
                        json.<Map<String, String>>read(sealer.open(own.sealed, own.context), new TypeReference<>() {}))
                .orElse(Map.of());
    }

    /// The variables of one build, to be kept with it: sealed, for nobody says which of them are secrets. Null
    /// where there are none. Throws FIELD_INVALID.
    public byte[] sealed(Application application, List<BuildVariable> variables) {
        if (variables == null || variables.isEmpty()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        checked(
                        "environment",
                        variables.stream()
                                .map(one -> new Variable(one.name(), one.value(), false, "build"))
                                .toList())
                .forEach((name, variable) -> values.put(name, variable.value() == null ? "" : variable.value()));
        return sealer.seal(json.write(values).text(), application.projectId() + "|" + application.id() + "|build");
    }

    /// What a release made now would hold.
    public RunEnvironment forRelease(Sql sql, UUID application) {
        List<Stored> stored = stored(sql, application, "run");
        return new RunEnvironment(
                values(stored),
                stored.stream()
                        .map(row ->
                                new Release.Variable(row.name, "application", row.sealed == null ? null : row.version))
                        .toList());
    }

    private record Stored(String name, String value, byte[] sealed, String context, int version) {}

    private List<Stored> stored(UUID application, String scope) {
        return loops.transaction(sql -> stored(sql, application, scope));
    }

    private static List<Stored> stored(Sql sql, UUID application, String scope) {
        return sql.list(
                """
                SELECT name, value, sealed, secret_version,
                  project_id || '|' || application_id || '|' || name || '|' || secret_version AS context
                FROM environment_variables WHERE application_id = ? AND scope IN ('all', ?) ORDER BY name
                """,
                row -> new Stored(
                        row.text("name"),
                        row.text("value"),
                        row.bytes("sealed"),
                        row.text("context"),
                        row.integer("secret_version")),
                application,
                scope);
    }

    private Map<String, String> values(List<Stored> stored) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Stored row : stored) {
            values.put(row.name, row.sealed == null ? row.value : sealer.open(row.sealed, row.context));
        }
        return values;
    }
}
