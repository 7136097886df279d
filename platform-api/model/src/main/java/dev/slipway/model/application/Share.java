package dev.slipway.model.application;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of instances, either counted (0 to 100) or as a percentage of those wanted (0% to 100%): `1`, `"25%"`.
public record Share(int amount, boolean percent) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})(%?)");
    private static final int WHOLE = 100;

    public Share {
        if (amount < 0 || amount > WHOLE) {
            throw new IllegalArgumentException("must be between 0 and 100, or between \"0%\" and \"100%\"");
        }
    }

    public static Share count(int amount) {
        return new Share(amount, false);
    }

    public static Share percentage(int amount) {
        return new Share(amount, true);
    }

    /// Throws IllegalArgumentException with a sentence a user can read.
    public static Share parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no number of instances; write 1 or \"25%\"");
        }
        return new Share(Integer.parseInt(match.group(1)), !match.group(2).isEmpty());
    }

    public boolean none() {
        return amount == 0;
    }

    /// How many of so many; a part of one counts as one.
    public int roundedUp(int of) {
        return percent ? Math.ceilDiv(of * amount, WHOLE) : amount;
    }

    /// How many of so many; a part of one does not count.
    public int roundedDown(int of) {
        return percent ? of * amount / WHOLE : amount;
    }

    @Override
    public String toString() {
        return percent ? amount + "%" : String.valueOf(amount);
    }
}
