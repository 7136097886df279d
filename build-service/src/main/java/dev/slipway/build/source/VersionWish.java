package dev.slipway.build.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;
import org.semver4j.SemverException;

/// Which versions of its builder a source asks for. range is one of npm's, such as `>=20` or `^18 || 22.x`; file is
/// where it says so.
public record VersionWish(String range, String file) {
    private static final Pattern FIRST_NUMBER = Pattern.compile("\\d{1,6}");

    /// Of these versions, of which each stands for all that begin so, the newest that the range holds; else the oldest
    /// that is not older than what it names, else the newest. Empty without any.
    public Optional<String> choose(Collection<String> versions, Comparator<String> oldestFirst) {
        Optional<String> held = versions.stream().filter(this::holds).max(oldestFirst);
        return held.or(() -> number().flatMap(number -> versions.stream()
                        .filter(version -> oldestFirst.compare(version, number) >= 0)
                        .min(oldestFirst)))
                .or(() -> versions.stream().max(oldestFirst));
    }

    /// Whether the version is the one that is asked for, or of its line.
    public boolean grants(String version) {
        return holds(version)
                || range.indexOf('<') < 0 && number().filter(version::equals).isPresent();
    }

    /// A line of versions is in the range when its last would be.
    private boolean holds(String version) {
        String last = switch (version.split("\\.").length) {
            case 1 -> version + ".99999.99999";
            case 2 -> version + ".99999";
            default -> version;
        };
        Semver semver = Semver.parse(last);
        try {
            return semver != null && semver.satisfies(range);
        } catch (SemverException | NumberFormatException _) {
            return false;
        }
    }

    private Optional<String> number() {
        Matcher number = FIRST_NUMBER.matcher(range);
        return number.find() ? Optional.of(number.group()) : Optional.empty();
    }
}
