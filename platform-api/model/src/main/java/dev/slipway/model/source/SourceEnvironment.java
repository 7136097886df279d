package dev.slipway.model.source;

import java.util.LinkedHashMap;
import java.util.Map;

/// The format of `.s2i/environment`: one NAME=VALUE a line, both trimmed, `#` only in column 0, no
/// quotes, no expansion; other lines are skipped; the later of two equal names wins.
public final class SourceEnvironment {
    public static final String FILE = ".s2i/environment";

    private SourceEnvironment() {}

    public static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (!name.isEmpty() && line.indexOf('\0') < 0) {
                variables.put(name, line.substring(equals + 1).strip());
            }
        });
        return variables;
    }
}
