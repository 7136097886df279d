import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether an installation lives within a limit of memory: 20 small applications and, beside them, one build of a
/// Node.js application with some 400 packages. bench/footprint made the limit and started the installation within it.
final class Limited {
    private static final int APPLICATIONS = 20;
    private static final Pattern ADDED = Pattern.compile("added (\\d+) packages");

    private Limited() {}

    static void main() throws IOException {
        Path home = Path.of(System.getProperty("bench.home"));
        Installation installation =
                Installation.of(home, Integer.getInteger("bench.port"), Integer.getInteger("bench.router-port"));
        Path work = Files.createDirectory(home.resolve("run/bench"));
        MemoryLimit limit = new MemoryLimit(Path.of(System.getProperty("bench.limit-group")));
        limit.forgetPeak();
        System.out.println("# Within a limit of memory");
        System.out.println();
        System.out.println("- machine: " + Machine.description() + "; load average now " + Machine.load());
        System.out.println("- inside: the launcher, PostgreSQL, platform, router, node, watch and supervisors, dockerd, "
                + "containerd and shims; all containers of builds and instances; the page cache of all of them");
        System.out.println("- outside: the git client and this measurement; kernel memory that belongs to no group");
        SmallApplications small = SmallApplications.of(installation, work);
        small.deploy("small", APPLICATIONS);
        String built = build(installation, work);
        System.out.println("- " + small.answering("small", APPLICATIONS) + " of " + APPLICATIONS
                + " small applications answer after the build; " + built);
        limit.print(Long.getLong("bench.limit"));
    }

    private static String build(Installation installation, Path work) throws IOException {
        WorkTree tree = WorkTree.of(source(work.resolve("large-source")), work.resolve("large"), installation.token());
        installation.post("/projects/small/applications", "{\"name\":\"large\",\"source\":{\"push\":{}}}");
        Instant start = Instant.now();
        String url = "http://127.0.0.1:" + installation.port() + "/git/small/large.git";
        tree.git().run("git", "push", "-q", "-o", "detach", url, "HEAD:refs/heads/main");
        Json.Node build = installation.await("/projects/small/applications/large/builds/1", "succeeded", "failed");
        long seconds = Duration.between(start, Instant.now()).toSeconds();
        Matcher added = ADDED.matcher(installation.text("/projects/small/applications/large/builds/1/log"));
        return "the build **" + build.get("state").text() + "** after " + seconds + " s with "
                + (added.find() ? added.group(1) : "no") + " packages";
    }

    /// Well-known packages, most with many dependencies of their own.
    private static Path source(Path directory) throws IOException {
        Files.createDirectories(directory);
        String dependencies = PACKAGES.stream()
                .map(one -> "\"" + one.substring(0, one.lastIndexOf('@')) + "\": \""
                        + one.substring(one.lastIndexOf('@') + 1) + "\"")
                .collect(Collectors.joining(",\n    "));
        Files.writeString(directory.resolve("package.json"), """
                {
                  "name": "large",
                  "version": "1.0.0",
                  "scripts": {"start": "node server.js"},
                  "dependencies": {
                    %s
                  }
                }
                """.formatted(dependencies));
        Files.writeString(directory.resolve("server.js"), """
                require('express')().get('/', (_, answer) => answer.send('large')).listen(process.env.PORT)
                """);
        return directory;
    }

    private static final List<String> PACKAGES = List.of(
            "express@4.21.2",
            "body-parser@1.20.3",
            "cookie-parser@1.4.7",
            "cors@2.8.5",
            "helmet@7.2.0",
            "morgan@1.10.0",
            "compression@1.7.5",
            "multer@1.4.5-lts.1",
            "express-session@1.18.1",
            "passport@0.7.0",
            "passport-local@1.0.0",
            "jsonwebtoken@9.0.2",
            "axios@1.7.9",
            "node-fetch@2.7.0",
            "lodash@4.17.21",
            "moment@2.30.1",
            "dayjs@1.11.13",
            "uuid@9.0.1",
            "chalk@4.1.2",
            "commander@11.1.0",
            "yargs@17.7.2",
            "inquirer@8.2.6",
            "ora@5.4.1",
            "debug@4.4.0",
            "winston@3.17.0",
            "pino@8.21.0",
            "dotenv@16.4.7",
            "joi@17.13.3",
            "ajv@8.17.1",
            "zod@3.24.1",
            "ejs@3.1.10",
            "pug@3.0.3",
            "handlebars@4.7.8",
            "mustache@4.2.0",
            "marked@9.1.6",
            "js-yaml@4.1.0",
            "xml2js@0.6.2",
            "cheerio@1.0.0-rc.12",
            "glob@9.3.5",
            "fs-extra@11.2.0",
            "rimraf@4.4.1",
            "mkdirp@2.1.6",
            "chokidar@3.6.0",
            "semver@7.6.3",
            "async@3.2.6",
            "bluebird@3.7.2",
            "rxjs@7.8.1",
            "socket.io@4.8.1",
            "ws@8.18.0",
            "nodemailer@6.9.16",
            "knex@3.1.0",
            "mongodb@5.9.2",
            "ioredis@5.4.2",
            "webpack@5.97.1",
            "eslint@8.57.1",
            "mocha@10.8.2");
}
