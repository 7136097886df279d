package dev.slipway.build.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files, mostly in the root of a source, that say how it is written.
final class SourceFiles {
    /// Also of generators of pages.
    static final String GEMFILE = "Gemfile";

    static final String JEKYLL = "_config.yml";

    /// The server's language before the one that its pages are made with: package.json often only builds these.
    private static final List<String> FIRST = List.of(
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "go.mod",
            "composer.json",
            GEMFILE,
            "manage.py",
            "requirements.txt",
            "Pipfile",
            "cpanfile",
            "index.php",
            "package.json",
            "pyproject.toml",
            "setup.py");

    /// Files that other kinds of sources may have beside their own.
    private static final List<String> BESIDE = List.of(
            "app.psgi",
            "config.ru",
            "wsgi.py",
            "app.py",
            "main.py",
            "server.py",
            "main.go",
            "app.rb",
            "index.pl",
            "public/index.php",
            "web/index.php",
            "html/index.php",
            "htdocs/index.php",
            "www/index.php",
            "public_html/index.php",
            "index.html",
            "app.sh",
            "Procfile",
            "public/index.html",
            "www/index.html",
            "src/index.html",
            "dist/index.html",
            "docs/index.html");

    /// Programs of one file, with names that pages and scripts of any source may have.
    private static final List<String> PROGRAMS = List.of(
            "main.rb",
            "server.rb",
            "app.pl",
            "server.js",
            "server.mjs",
            "index.js",
            "index.mjs",
            "app.js",
            "app.mjs",
            "main.js");

    /// Where only a part of a source may lie, and scripts that may serve its author alone.
    private static final List<String> PARTS = List.of(
            "build/index.html",
            "site/index.html",
            "_site/index.html",
            "bin/app.psgi",
            "backend/package.json",
            "server/package.json",
            "api/package.json",
            "app/package.json",
            "src/package.json",
            "src/index.php",
            "start.sh",
            "run.sh",
            "serve.sh",
            "server.sh",
            "index.cgi",
            "Index.html",
            "index.htm",
            "Index.htm",
            "default.html",
            "Default.html",
            "default.htm",
            "Default.htm");

    private static final List<String> LAST =
            Stream.of(BESIDE, PROGRAMS, PARTS).flatMap(List::stream).toList();

    private static final List<String> S2I = List.of(".s2i/", ".sti/");

    /// Texts, pictures, and what starts, checks or ships several programs together.
    private static final Pattern DESCRIBING = Pattern.compile(
            "[.](?!s2i|sti).*"
                    + "|(README|LICEN[CS]E|COPYING|NOTICE|AUTHORS|CHANGELOG|CHANGES|CONTRIBUTING|TODO|VERSION|Makefile|Justfile"
                    + "|Vagrantfile|Jenkinsfile|Dockerfile|Containerfile|CODEOWNERS|Procfile)([.-].*)?"
                    + "|(docker-)?compose.*[.]ya?ml"
                    + "|(app|azure-pipelines|bitbucket-pipelines|cloudbuild|fly|heroku|mkdocs|netlify|package-lock|railway|render"
                    + "|renovate|skaffold|taskfile|vercel)[.](ya?ml|toml|json)"
                    + "|.*[.](md|txt|rst|adoc|pdf|png|jpe?g|gif|svg|ico|webp|sh|bat|cmd|ps1|sql|csv|env|conf|code-workspace|iml|http)",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> BROUGHT = Set.of("node_modules", "vendor", "third_party", "test", "tests");

    private static final String NO_BUILDER = ", for which no builder comes with Slipway";

    private SourceFiles() {}

    /// The smaller, the earlier. Files that no list names come after the first.
    static int rank(String file) {
        int last = LAST.indexOf(file);
        if (last >= 0) {
            return FIRST.size() + 1 + last;
        }
        int first = FIRST.indexOf(file);
        return first >= 0 ? first : FIRST.size();
    }

    /// Whether the file says that a source is of a kind for which no builder comes with Slipway.
    static boolean foreign(String file) {
        return unbuildable(file).filter(what -> what.endsWith(NO_BUILDER)).isPresent();
    }

    /// Whether a Dockerfile says more than the file does.
    static boolean weak(String file) {
        return PROGRAMS.contains(file) || PARTS.contains(file);
    }

    /// Whether the file says little beside one that names another kind of source.
    static boolean vague(String file) {
        return file.indexOf('/') >= 0 || weak(file);
    }

    /// Whether the root only describes what lies in its directories, and nothing in it says how to build.
    static boolean describes(Set<String> files) {
        return files.stream()
                .filter(file -> Detection.inRoot(file) || S2I.stream().anyMatch(file::startsWith))
                .allMatch(file -> DESCRIBING.matcher(file).matches());
    }

    /// Whether the pages that Jekyll made are there, and nothing that serves.
    static boolean generated(Set<String> files) {
        return files.containsAll(Set.of(JEKYLL, "_site/index.html"))
                && Stream.of("config.ru", "Procfile").noneMatch(files::contains)
                && files.stream().noneMatch(file -> Detection.inRoot(file) && file.endsWith(".rb"));
    }

    /// Whether the path lies in what others wrote, or in no directory of an application.
    static boolean brought(String path) {
        return path.startsWith(".") || Stream.of(path.split("/")).anyMatch(BROUGHT::contains);
    }

    /// What a file means that no builder takes; empty for files that mean nothing here.
    static Optional<String> unbuildable(String file) {
        String what = switch (file) {
            case "Dockerfile", "Containerfile" ->
                "it is not used, for builder images come first; \"strategy\": \"dockerfile\" builds it where a platform"
                        + " administrator allows that to the project";
            case "build.gradle", "build.gradle.kts" -> "it is built by Gradle" + NO_BUILDER;
            case "build.sbt" -> "it is written in Scala" + NO_BUILDER;
            case "CMakeLists.txt" -> "it is written in C or C++" + NO_BUILDER;
            case "Cargo.toml" -> "it is written in Rust" + NO_BUILDER;
            case "deno.json", "deno.jsonc" -> "it is written for Deno" + NO_BUILDER;
            case "hugo.toml", "hugo.yaml" -> "Hugo makes its pages, which it does not here: push what it made";
            case JEKYLL -> "its pages are made by a generator such as Jekyll, which is not here: push what it made";
            case "mix.exs" -> "it is written in Elixir" + NO_BUILDER;
            case "project.clj", "deps.edn" -> "it is written in Clojure" + NO_BUILDER;
            default ->
                file.endsWith(".csproj") || file.endsWith(".fsproj") || file.endsWith(".sln")
                        ? "it is written for .NET" + NO_BUILDER
                        : "";
        };
        return what.isEmpty() ? Optional.empty() : Optional.of(what);
    }
}
