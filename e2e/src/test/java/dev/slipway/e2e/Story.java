package dev.slipway.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// What every story begins with.
abstract class Story {
    final Installation installation = Installation.shared();
    final Api admin = Api.administrator(installation);
    final Visitor visitor = new Visitor(installation.routerPort());

    @TempDir
    Path directory;

    Command.Result push(WorkTree tree, String application, String... options) {
        return tree.push(installation, admin, "admin", application, options);
    }

    static String host(String project, String application) {
        return application + "-" + project + ".apps.localhost";
    }
}
