package dev.slipway.model.resource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Processor time in thousandths of a core, 1 to 1,000,000: `"250m"`, `"2"`, `"0.5"`.
public record Cpu(int millis) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})m|(\\d{1,4})(?:\\.(\\d{1,3}))?");

    public Cpu {
        if (millis < 1 || millis > 1_000_000) {
            throw new IllegalArgumentException("cpu must be between 1m and 1000");
        }
    }

    /// Throws IllegalArgumentException with a sentence a user can read.
    public static Cpu parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no amount of cpu; write \"250m\" or \"2\"");
        }
        if (match.group(1) != null) {
            return new Cpu(Integer.parseInt(match.group(1)));
        }
        String thousandths = match.group(3) == null ? "0" : (match.group(3) + "00").substring(0, 3);
        return new Cpu(Integer.parseInt(match.group(2)) * 1000 + Integer.parseInt(thousandths));
    }

    @Override
    public String toString() {
        return millis % 1000 == 0 ? String.valueOf(millis / 1000) : millis + "m";
    }
}
