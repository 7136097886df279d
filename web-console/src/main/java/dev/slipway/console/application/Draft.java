package dev.slipway.console.application;

import dev.slipway.console.visitor.Form;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was filled in for a new application; texts are "" where nothing was. url is "" for one that waits for pushes.
public record Draft(
        String name, String url, String ref, String contextDir, String credential, String builder, String port) {
    static final Draft EMPTY = new Draft("", "", "", "", "", "", "");

    private static final int LONGEST_NAME = 30;

    static Draft of(Form form) {
        return new Draft(
                form.text("name"),
                form.text("source.git.url"),
                form.text("source.git.ref"),
                form.text("contextDir"),
                form.text("source.git.credential"),
                form.text("builder"),
                form.text("port"));
    }

    boolean fromGit() {
        return !url.isEmpty();
    }

    /// What a check found is filled in where nothing stands yet.
    Draft completed(SourceCheck check) {
        return new Draft(
                name.isEmpty() ? nameOf(url) : name,
                url,
                ref,
                contextDir,
                credential,
                builder.isEmpty() && check.builder() != null ? check.builder() : builder,
                port);
    }

    /// The last part of the URL, as far as it makes a name.
    private static String nameOf(String url) {
        String last = url.replaceFirst("/+$", "").replaceFirst("\\.git$", "").replaceFirst("^.*[/:]", "");
        String name = last.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceFirst("^[^a-z]+", "");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceFirst("-+$", "");
    }

    /// As the platform wants to be asked.
    Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", name);
        request.put("source", Map.of(fromGit() ? "git" : "push", source()));
        put(request, "builder", builder);
        if (!port.isEmpty()) {
            request.put("port", Form.numberIn(port));
        }
        return request;
    }

    Map<String, Object> source() {
        Map<String, Object> source = new LinkedHashMap<>();
        put(source, "url", url);
        put(source, "ref", ref);
        put(source, "contextDir", contextDir);
        put(source, "credential", credential);
        return source;
    }

    private static void put(Map<String, Object> request, String name, String value) {
        if (!value.isEmpty()) {
            request.put(name, value);
        }
    }
}
