package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/// The container of an application's newest instance, looked into from inside.
record Container(Installation installation, String id) {

    static Container of(Installation installation, Api api, String project, String application) {
        JsonNode instance = api.get("/projects/" + project + "/applications/" + application + "/instances")
                .expect(200)
                .json()
                .path("items")
                .path(0);
        String label = "label=dev.slipway.instance=" + instance.path("id").asText();
        String id = installation
                .docker("ps", "-q", "--no-trunc", "--filter", label)
                .expectSuccess()
                .out()
                .strip();
        return new Container(installation, id);
    }

    /// A shell script, run as the application is.
    Command.Result run(String script) {
        return installation.docker("exec", id, "sh", "-c", script);
    }

    /// What such a script says.
    String says(String script) {
        return run(script).expectSuccess().out().strip();
    }

    /// The answer to GET /, empty where none comes.
    String get(String host, int port) {
        String request = "printf 'GET / HTTP/1.0\\r\\nHost: " + host + "\\r\\n\\r\\n'";
        return run(request + " | nc -w 2 " + host + " " + port).out();
    }

    /// Which of the services, each `address port`, take a connection within two seconds; all are tried at once.
    List<String> reached(List<String> services) {
        String tries = services.stream()
                .map(service -> "(nc -z -w 2 " + service + " && echo " + service + ") & ")
                .collect(Collectors.joining());
        return says(tries + "wait").lines().sorted().toList();
    }

    String address() {
        return inspect("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }

    String gateway() {
        return inspect("{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}");
    }

    String inspect(String format) {
        return installation
                .docker("inspect", "-f", format, id)
                .expectSuccess()
                .out()
                .strip();
    }
}
