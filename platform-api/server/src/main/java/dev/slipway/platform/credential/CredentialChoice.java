package dev.slipway.platform.credential;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which of a project's credentials a Git URL is asked with. Pure.
final class CredentialChoice {
    private CredentialChoice() {}

    /// The one that is named, else the one for the longest part of the URL, of several such the first by name.
    /// None is ever chosen for a URL that it is not for. Throws FailedBuild where the named one is not there, or is
    /// for others.
    static Optional<Credential> of(String named, GitUrl url, List<Credential> all) {
        return named == null ? longest(url, all) : Optional.of(named(named, url, all));
    }

    private static Optional<Credential> longest(GitUrl url, List<Credential> all) {
        return all.stream()
                .filter(Credential::signsIn)
                .filter(one -> one.below().covers(url))
                .min(Comparator.comparing(
                                (Credential one) -> -one.below().path().length())
                        .thenComparing(Credential::name));
    }

    private static Credential named(String name, GitUrl url, List<Credential> all) {
        Credential found = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unusable("The project has no credential \"" + name + "\"."));
        if (!found.below().covers(url)) {
            throw unusable("The credential \"" + name + "\" is for " + found.below() + " and not for " + url + ".");
        }
        return found;
    }

    private static FailedBuild unusable(String message) {
        return new FailedBuild(FailureReason.SourceCredentialUnusable, message);
    }

    /// Those whose certificates count for the URL: all that are for its host, whoever signs in.
    static List<Credential> authorities(GitUrl url, List<Credential> all) {
        return all.stream()
                .filter(one -> one.ca() != null && one.below().isAt(url))
                .toList();
    }
}
