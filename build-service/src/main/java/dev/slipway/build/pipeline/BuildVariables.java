package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The two environments of a build: the open one, which also goes into the image, and the closed one,
/// which reaches assemble alone, as a file to be sourced.
final class BuildVariables {
    static final String DIRECTORY = "/dev/shm/slipway";
    static final String FILE = DIRECTORY + "/environment";
    static final String CA_BUNDLE = DIRECTORY + "/ca-bundle.crt";
    private static final String BUILD_NAME = "OPENSHIFT_BUILD_NAME";
    private static final String BUILD_REFERENCE = "OPENSHIFT_BUILD_REFERENCE";
    private static final String BUILD_COMMIT = "OPENSHIFT_BUILD_COMMIT";
    private static final Set<String> OF_ONE_BUILD = Set.of(BUILD_NAME, BUILD_REFERENCE, BUILD_COMMIT);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /// A bash that is the builder's sh refuses to set these and ends.
    private static final Set<String> READ_ONLY =
            Set.of("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID");
    private static final String[] CA_VARIABLES = {
        "NODE_EXTRA_CA_CERTS", "npm_config_cafile", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT"
    };

    /// Those that an engine gives to every step by itself and keeps out of the image.
    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY");

    private BuildVariables() {}

    /// The arguments of a Dockerfile: the application's, and what the operator says of proxies. No secrets: they would
    /// stay in the image.
    static Map<String, String> arguments(BuildOrder order) {
        Map<String, String> arguments = new LinkedHashMap<>();
        order.buildEnvironment().forEach((name, value) -> {
            if (PROXIES.contains(name.toUpperCase(Locale.ROOT))
                    && !order.secrets().contains(name)) {
                arguments.put(name, value);
            }
        });
        arguments.putAll(order.dockerfile().arguments());
        return arguments;
    }

    /// What goes into the image: `.s2i/environment`, and on top of it where the source comes from.
    static Map<String, String> open(BuildOrder order) {
        Map<String, String> variables = new LinkedHashMap<>(order.sourceEnvironment());
        variables.put(BUILD_NAME, order.application() + "-" + order.number());
        variables.put("OPENSHIFT_BUILD_NAMESPACE", order.project());
        putUnlessEmpty(variables, "OPENSHIFT_BUILD_SOURCE", order.sourceLocation());
        putUnlessEmpty(variables, BUILD_REFERENCE, order.commit().ref());
        putUnlessEmpty(variables, BUILD_COMMIT, order.commit().id());
        return variables;
    }

    /// Those of the open ones that are others in each build, whatever its source.
    static Map<String, String> ofOneBuild(BuildOrder order) {
        Map<String, String> variables = open(order);
        variables.keySet().retainAll(OF_ONE_BUILD);
        return variables;
    }

    /// The others.
    static Map<String, String> ofAnyBuild(Map<String, String> open) {
        Map<String, String> variables = new HashMap<>(open);
        variables.keySet().removeAll(OF_ONE_BUILD);
        return variables;
    }

    /// Both environments, for a container that has no shell to take the closed one from a file: the engine keeps them
    /// with the container, and the image gets the open one alone. Without what no shell could export.
    static Map<String, String> both(BuildOrder order) {
        Map<String, String> variables = open(order);
        order.buildEnvironment().forEach((name, value) -> {
            if (NAME.matcher(name).matches()) {
                variables.put(name, value.replace("\0", ""));
            }
        });
        return variables;
    }

    private static void putUnlessEmpty(Map<String, String> variables, String name, String value) {
        if (value != null && !value.isEmpty()) {
            variables.put(name, value);
        }
    }

    /// A file for a POSIX shell's `.`; names that no shell can export are left out. known are those that a container
    /// may not have because it was started before them. The application's own variables win over those for the
    /// CA bundle.
    static String file(Map<String, String> known, Map<String, String> build, boolean caBundle) {
        Map<String, String> variables = new HashMap<>(known);
        for (String name : caBundle ? CA_VARIABLES : new String[0]) {
            variables.put(name, CA_BUNDLE);
        }
        variables.putAll(build);
        StringBuilder file = new StringBuilder();
        variables.forEach((name, value) -> {
            if (NAME.matcher(name).matches() && !READ_ONLY.contains(name)) {
                file.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n');
            }
        });
        return file.toString();
    }

    private static String quoted(String value) {
        return "'" + value.replace("\0", "").replace("'", "'\\''") + "'";
    }
}
