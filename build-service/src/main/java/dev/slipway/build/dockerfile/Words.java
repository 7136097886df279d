package dev.slipway.build.dockerfile;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the values of arguments into the words of an instruction: `$NAME`, `${NAME}`, `${NAME:-word}` and
/// `${NAME:+word}`.
record Words(Instruction instruction, Map<String, String> values) {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?::([-+])([^}$]*))?\\})");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^'$]*)'");

    static Words of(Instruction instruction, Map<String, String> values) {
        return new Words(instruction, values);
    }

    /// Without quotes around it. Throws FailedBuild ManageDockerfileFailed for what is not understood.
    String expanded(String word) {
        Matcher quoted = QUOTED.matcher(word);
        String bare = !quoted.matches() ? word : quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
        if (VARIABLE.matcher(bare).replaceAll("").matches(".*[$\"'\\\\].*")) {
            throw instruction.refused("\"" + word + "\" is not understood here; variables may be $NAME, ${NAME},"
                    + " ${NAME:-word} and ${NAME:+word}.");
        }
        return VARIABLE.matcher(bare).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(java.util.regex.MatchResult found) {
        String name = found.group(1) != null ? found.group(1) : found.group(2);
        String value = values.getOrDefault(name, "");
        if (found.group(3) == null) {
            return value;
        }
        boolean other = found.group(3).equals("-") == value.isEmpty();
        return other ? found.group(4) : found.group(3).equals("-") ? value : "";
    }
}
