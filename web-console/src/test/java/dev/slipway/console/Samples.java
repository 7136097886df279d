package dev.slipway.console;

/// What the platform answers about one application, with a text of the test's choice wherever people can put one.
final class Samples {
    static final String PROJECT = "/projects/shop";
    static final String APPLICATION = PROJECT + "/applications/hello";

    private Samples() {}

    static void tell(InMemoryPlatform platform, String text) {
        String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
        platform.answer("GET /projects", "{\"items\":[" + project(quoted) + "],\"next\":null}");
        platform.answer("GET " + PROJECT, project(quoted));
        platform.answer("GET " + PROJECT + "/applications", "{\"items\":[" + application(quoted) + "]}");
        platform.answer("GET " + APPLICATION, application(quoted));
        platform.answer("GET " + APPLICATION + "/builds", "{\"items\":[" + build(quoted) + "]}");
        platform.answer("GET " + APPLICATION + "/builds/1", build(quoted));
        platform.answer("GET " + APPLICATION + "/builds/1/log", "first\n" + text + "\nlast\n");
        platform.answer(
                "GET " + APPLICATION + "/releases",
                "{\"items\":[" + release(2, quoted) + "," + release(1, quoted) + "]}");
        platform.answer("GET " + APPLICATION + "/releases/2", release(2, quoted));
        platform.answer("GET " + APPLICATION + "/releases/2/diff", """
                {"version":2,"against":1,"differences":[{"field":"environment.%1$s","before":null,"after":"%1$s"},
                {"field":"processes","before":{"web":{"port":1}},"after":{"web":{"port":2}}}]}
                """.formatted(quoted));
        platform.answer("GET " + APPLICATION + "/deployments", """
                {"items":[{"number":1,"release":1,"state":"failed","cause":{"code":"NotReady","message":"%1$s"},
                "evidence":["%1$s"],"createdBy":"%1$s","createdAt":"2026-11-21T08:00:00Z","rolledBackTo":1}]}
                """.formatted(quoted));
        platform.answer("GET " + APPLICATION + "/instances", "{\"items\":[" + instance(quoted) + "]}");
        platform.answer("GET " + APPLICATION + "/instances/i1", instance(quoted));
        platform.answer("GET " + APPLICATION + "/instances/i1/log", text + "\n");
        platform.answer("GET " + APPLICATION + "/log", "[web.1] " + text + "\n");
        platform.answer("GET " + APPLICATION + "/environment", """
                {"variables":[{"name":"GREETING","value":"%s","secret":false,"scope":"all"},
                {"name":"PASSWORD","value":null,"secret":true,"scope":"run"}]}
                """.formatted(quoted));
        platform.answer("GET /tokens", "{\"items\":[" + key(quoted) + "]}");
        platform.answer("GET /sessions", "{\"items\":[" + key(quoted) + "]}");
        platform.answer("GET /builders", """
                {"items":[{"name":"nodejs","versions":["18"],"description":"%s","detects":["package.json"]}]}
                """.formatted(quoted));
    }

    private static String project(String text) {
        return """
                {"name":"shop","displayName":"%1$s","description":"%1$s","state":"active",
                "createdAt":"2026-11-21T08:00:00Z","version":1}
                """.formatted(text);
    }

    private static String application(String text) {
        return """
                {"name":"hello","project":"shop","source":{"push":{"branch":"%1$s"}},"builder":"%1$s",
                "processes":{"web":{"port":8080,"replicas":2}},"gitUrl":"http://localhost:8080/git/shop/hello.git",
                "url":"http://hello-shop.apps.localhost:8000","currentRelease":2,"version":7,
                "configurationNewerThanImage":true,"createdAt":"2026-11-21T08:00:00Z",
                "status":{"state":"degraded","build":"failed","rollout":"failed","health":"degraded",
                "cause":{"code":"AssembleFailed","message":"%1$s"},"evidence":["%1$s"],"next":"%1$s"}}
                """.formatted(text);
    }

    private static String build(String text) {
        return """
                {"number":1,"state":"failed","reason":"AssembleFailed","message":"%1$s","evidence":["%1$s"],"next":"%1$s",
                "firstError":{"line":2,"offset":6,"text":"%1$s"},
                "trigger":{"kind":"push","by":"%1$s"},"builder":"nodejs:18","stages":[{"name":"assemble","millis":1200}],
                "commit":{"id":"0123456789abcdef","author":"%1$s","message":"%1$s","ref":"refs/heads/main"},
                "queuedAt":"2026-11-21T08:00:00Z","startedAt":"2026-11-21T08:00:01Z","finishedAt":"2026-11-21T08:01:05Z"}
                """.formatted(text);
    }

    private static String release(int version, String text) {
        return """
                {"version":%2$d,"image":"sha256:abc","build":1,"commit":"0123456789abcdef","createdBy":"%1$s","cause":"%1$s",
                "environment":[{"name":"%1$s","origin":"application","secretVersion":3}],
                "createdAt":"2026-11-21T08:00:00Z"}
                """.formatted(text, version);
    }

    private static String instance(String text) {
        return """
                {"id":"i1","process":"web","release":2,"node":"%1$s","state":"failed","ready":false,"restarts":2,
                "createdAt":"2026-11-21T08:00:00Z","startedAt":"2026-11-21T08:00:01Z","finishedAt":"2026-11-21T08:00:09Z",
                "reason":"Exited","message":"%1$s","evidence":["%1$s"],"exitCode":3,"address":"10.0.0.2:8080"}
                """.formatted(text);
    }

    private static String key(String text) {
        return """
                {"id":"7d5f3c6e-0000-4000-8000-000000000001","name":"%s","scopes":["deploy"],"current":false,
                "createdAt":"2026-11-21T08:00:00Z","expiresAt":"2026-12-21T08:00:00Z"}
                """.formatted(text);
    }
}
