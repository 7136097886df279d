package dev.slipway.platform.git;

import dev.slipway.model.source.SourceTrees;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The Git server as the platform process runs it.
@Singleton
public class GitWiring {

    @Produces
    @Singleton
    Repositories repositories(@ConfigProperty(name = "slipway.data.repositories") Path root) {
        Repositories repositories = new Repositories(root);
        repositories.sweep();
        return repositories;
    }

    @Produces
    @Singleton
    GitService service(GitConfig config, Repositories repositories, PushAccess access, PushedBuilds builds) {
        return new GitService(config, repositories, access, builds);
    }

    @Produces
    @Singleton
    SourceTrees sources(GitConfig config, Repositories repositories) {
        return new JgitSourceTrees(config, repositories);
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
