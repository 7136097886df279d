package dev.slipway.platform.forge;

import dev.slipway.model.build.BuildState;
import dev.slipway.model.source.GitUrl;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a place where repositories live takes the status of a commit. Pure.
public enum Forge {
    /// `POST /repos/{owner}/{repo}/statuses/{sha}` of api.github.com, or of `/api/v3` on a host of one's own.
    GITHUB {
        @Override
        String address(GitUrl repository, Owned path, String commit) {
            String base = repository.host().equals("github.com")
                    ? "https://api.github.com"
                    : host(repository) + path.before() + "/api/v3";
            return base + "/repos/" + path.owner() + "/" + path.name() + "/statuses/" + commit;
        }

        @Override
        Header signIn(String token) {
            return new Header("Authorization", "Bearer " + token);
        }
    },
    /// `POST /api/v4/projects/{path}/statuses/{sha}`; the path is one word, groups in groups included.
    GITLAB {
        @Override
        String address(GitUrl repository, Owned path, String commit) {
            String project = plain(repository).substring(1).replace("/", "%2F");
            return host(repository) + "/api/v4/projects/" + project + "/statuses/" + commit;
        }

        @Override
        Header signIn(String token) {
            return new Header("PRIVATE-TOKEN", token);
        }

        @Override
        String word(BuildState state) {
            return switch (state) {
                case QUEUED -> "pending";
                case RUNNING -> "running";
                case SUCCEEDED -> "success";
                case FAILED -> "failed";
                case CANCELLED -> "canceled";
            };
        }
    },
    /// `POST /api/v1/repos/{owner}/{repo}/statuses/{sha}`; Forgejo is the same.
    GITEA {
        @Override
        String address(GitUrl repository, Owned path, String commit) {
            return host(repository) + path.before() + "/api/v1/repos/" + path.owner() + "/" + path.name() + "/statuses/"
                    + commit;
        }

        @Override
        Header signIn(String token) {
            return new Header("Authorization", "token " + token);
        }
    };

    private static final Pattern OWNED = Pattern.compile("(.*)/([^/]+)/([^/]+)");

    record Header(String name, String value) {}

    /// A repository's path: what lies before owner and name, "" mostly.
    record Owned(String before, String owner, String name) {}

    abstract String address(GitUrl repository, Owned path, String commit);

    abstract Header signIn(String token);

    /// What it calls the state of a build.
    String word(BuildState state) {
        return switch (state) {
            case QUEUED, RUNNING -> "pending";
            case SUCCEEDED -> "success";
            case FAILED -> "failure";
            case CANCELLED -> "error";
        };
    }

    /// By its name in the interface; `forgejo` is GITEA.
    public static Optional<Forge> of(String word) {
        return word.equals("forgejo")
                ? Optional.of(GITEA)
                : Arrays.stream(values())
                        .filter(forge -> forge.word().equals(word))
                        .findFirst();
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// Where a status of the commit goes; empty where the URL's path has no owner and name.
    Optional<String> address(GitUrl repository, String commit) {
        Matcher parts = OWNED.matcher(plain(repository));
        return parts.matches()
                ? Optional.of(address(repository, new Owned(parts.group(1), parts.group(2), parts.group(3)), commit))
                : Optional.empty();
    }

    private static String plain(GitUrl repository) {
        return repository.path().replaceFirst("/$", "").replaceFirst("\\.git$", "");
    }

    private static String host(GitUrl repository) {
        return repository.scheme() + "://" + repository.host() + (repository.port() < 0 ? "" : ":" + repository.port());
    }
}
