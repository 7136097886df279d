package dev.slipway.build.dockerfile;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One instruction of a Dockerfile: the line on which it begins, its name in capitals, and what follows, with
/// continued lines joined.
record Instruction(int line, String name, String text) {
    private static final Pattern FORM = Pattern.compile("(\\S+)(?:[ \\t]+(.*))?", Pattern.DOTALL);

    /// text is the whole of it. Throws FailedBuild ManageDockerfileFailed where it cannot be parted.
    static Instruction of(int line, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            String shown = text.replaceAll("[^ -~]", "?");
            throw new Instruction(line, shown, "").refused("it has white space other than blanks and tabs.");
        }
        String rest = form.group(2) == null ? "" : form.group(2).strip();
        return new Instruction(line, form.group(1).toUpperCase(Locale.ROOT), rest);
    }

    /// The words of it, as far as white space parts them.
    List<String> words() {
        return text.isEmpty() ? List.of() : List.of(text.split("[ \\t]+"));
    }

    /// A character that some take for white space and some do not.
    boolean hasOddSpace() {
        return text.chars()
                .anyMatch(c ->
                        c != ' ' && c != '\t' && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85));
    }

    FailedBuild refused(String why) {
        return new FailedBuild(
                FailureReason.ManageDockerfileFailed,
                "Line " + line + " of the Dockerfile, " + name + ": " + why,
                List.of(toString()));
    }

    @Override
    public String toString() {
        return text.isEmpty() ? name : name + " " + text;
    }
}
