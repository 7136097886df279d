package dev.slipway.model.resource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of memory or storage in bytes, 1 to 2^53: `"256Mi"`, `"1Gi"`, `"500M"`, plain numbers are bytes.
public record Bytes(long value) {
    private static final long LARGEST = 1L << 53;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,16})(k|M|G|Ki|Mi|Gi)?");

    public Bytes {
        if (value < 1 || value > LARGEST) {
            throw new IllegalArgumentException("must be between 1 byte and 8192 Ti");
        }
    }

    /// Throws IllegalArgumentException with a sentence a user can read.
    public static Bytes parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no amount of memory; write \"256Mi\" or \"1Gi\"");
        }
        long unit = unit(match.group(2));
        long number = Long.parseLong(match.group(1));
        if (number > LARGEST / unit) {
            throw new IllegalArgumentException("\"" + text + "\" is more than 8192 Ti");
        }
        return new Bytes(number * unit);
    }

    private static long unit(String suffix) {
        return switch (suffix) {
            case null -> 1;
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            case "G" -> 1_000_000_000;
            case "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            default -> throw new IllegalArgumentException("unknown unit " + suffix);
        };
    }

    @Override
    public String toString() {
        if (value % (1L << 30) == 0) {
            return (value >> 30) + "Gi";
        }
        if (value % (1L << 20) == 0) {
            return (value >> 20) + "Mi";
        }
        return value % (1L << 10) == 0 ? (value >> 10) + "Ki" : String.valueOf(value);
    }
}
