package dev.slipway.platform.git;

import dev.slipway.model.source.BuilderDetection;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTrees;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceCredentials;
import dev.slipway.platform.upload.Uploads;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The Git server as the platform process runs it.
@Singleton
public class GitWiring {

    @Produces
    @Singleton
    Repositories repositories(@ConfigProperty(name = "slipway.data.repositories") Path root) {
        return swept(root);
    }

    /// Beside the repositories, where nothing else is said.
    @Produces
    @Singleton
    Mirrors mirrors(
            SourceConfig config,
            GitConfig limits,
            SourceCredentials credentials,
            @ConfigProperty(name = "slipway.data.repositories") Path repositories,
            @ConfigProperty(name = "slipway.data.mirrors") Optional<Path> mirrors) {
        return new Mirrors(
                config,
                limits,
                swept(mirrors.orElseGet(() -> repositories.toAbsolutePath().resolveSibling("mirrors"))),
                credentials);
    }

    private static Repositories swept(Path root) {
        Repositories repositories = new Repositories(root);
        repositories.sweep();
        return repositories;
    }

    @Produces
    @Singleton
    GitService service(
            GitConfig config, Repositories repositories, Mirrors mirrors, PushAccess access, PushedBuilds builds) {
        return new GitService(config, repositories, mirrors, access, builds);
    }

    /// Beside the repositories, where nothing else is said.
    @Produces
    @Singleton
    SubmoduleStore submoduleStore(
            @ConfigProperty(name = "slipway.data.repositories") Path repositories,
            @ConfigProperty(name = "slipway.data.submodules") Optional<Path> submodules) {
        return new SubmoduleStore(
                swept(submodules.orElseGet(() -> repositories.toAbsolutePath().resolveSibling("submodules"))),
                InstantSource.system());
    }

    @Produces
    @Singleton
    CommitPlaces places(Repositories repositories, Mirrors mirrors) {
        return new CommitPlaces(List.of(repositories, mirrors.repositories()));
    }

    @Produces
    @Singleton
    Submodules submodules(
            SourceConfig config,
            GitConfig limits,
            SourceCredentials credentials,
            CommitPlaces places,
            SubmoduleStore store) {
        return new Submodules(config, limits, credentials, places, store);
    }

    @Produces
    @Singleton
    SourceTrees sources(GitConfig config, CommitPlaces places, SubmoduleStore submodules, Uploads uploads) {
        SourceTrees commits = new JgitSourceTrees(config, places, submodules);
        return (application, source) -> switch (source) {
            case SourceReference.OfCommit commit -> commits.open(application, commit);
            case SourceReference.OfArchive(String digest) -> uploads.open(digest);
        };
    }

    @Produces
    @Singleton
    SourceChecks checks(SourceConfig config, GitConfig limits, Mirrors mirrors, BuilderDetection detection) {
        return new SourceChecks(config, limits, mirrors.repositories(), detection);
    }

    @Produces
    @Singleton
    Commits commits(Repositories repositories) {
        return new Commits(repositories);
    }

    @Produces
    @Singleton
    UnbuiltTips tips(Repositories repositories, PushedBuilds builds) {
        return new UnbuiltTips(repositories, builds);
    }
}
