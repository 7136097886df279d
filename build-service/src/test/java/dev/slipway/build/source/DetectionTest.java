package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.build.source.Detection.Decision;
import dev.slipway.build.source.Detection.Detected;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    private static final List<Candidate> CATALOGUE = List.of(
            new Candidate("shell", List.of("app.sh", "start.sh")),
            new Candidate(
                    "static",
                    List.of("[Ii]ndex.html", "[Ii]ndex.htm", "public/index.html", "_site/index.html", "./*.html")),
            new Candidate(
                    "nodejs",
                    List.of(
                            "package.json",
                            "server.js",
                            "app.js",
                            "backend/package.json",
                            "./[Ss]erver*.js",
                            "./*[^A-Za-z][Ss]erver*.js",
                            "./*.js",
                            "./*.mjs")),
            new Candidate(
                    "python", List.of("requirements.txt", "pyproject.toml", "setup.py", "Pipfile", "app.py", "./*.py")),
            new Candidate("java", List.of("pom.xml")),
            new Candidate("go", List.of("go.mod", "main.go")),
            new Candidate("php", List.of("composer.json", "index.php")),
            new Candidate("ruby", List.of("Gemfile", "config.ru", "app.rb", "./Rakefile")),
            new Candidate("perl", List.of("app.psgi", "cpanfile", "index.pl", "index.cgi")),
            new Candidate("erlang", List.of("rebar.*")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    package.json,index.html,app.sh    | nodejs | package.json
                    index.html,app.sh                 | static | index.html
                    app.sh,README.md                  | shell  | app.sh
                    requirements.txt,index.html       | python | requirements.txt
                    requirements.txt,package.json     | python | requirements.txt
                    pyproject.toml,package.json       | nodejs | package.json
                    pyproject.toml,app.sh             | python | pyproject.toml
                    Pipfile,app.py                    | python | Pipfile
                    app.py,index.html                 | python | app.py
                    pom.xml,package.json              | java   | pom.xml
                    go.mod,package.json               | go     | go.mod
                    main.go,Cargo.toml                | go     | main.go
                    composer.json,package.json        | php    | composer.json
                    index.php,index.html              | php    | index.php
                    Gemfile,package.json,config.ru    | ruby   | Gemfile
                    config.ru,index.html              | ruby   | config.ru
                    app.rb,index.html                 | ruby   | app.rb
                    _config.yml,public/index.html     | static | public/index.html
                    _config.yml,Gemfile,_site/index.html           | static | _site/index.html
                    _config.yml,Gemfile,_site/index.html,config.ru | ruby   | Gemfile
                    _config.yml,Gemfile,index.md      | ruby   | Gemfile
                    _config.yml,Gemfile,_site/index.html,api.rb    | ruby   | Gemfile
                    cpanfile,package.json             | perl   | cpanfile
                    index.pl,index.html               | perl   | index.pl
                    index.cgi,index.html              | static | index.html
                    public/index.html,README.md       | static | public/index.html
                    public/index.html,app.py          | python | app.py
                    public/index.html,app.sh          | shell  | app.sh
                    index.php,package.json            | php    | index.php
                    server.js,index.html              | static | index.html
                    server.js,start.sh                | nodejs | server.js
                    app.js,index.html                 | static | index.html
                    app.py,index.htm                  | python | app.py
                    server.js,Index.html              | nodejs | server.js
                    Index.html,README.md              | static | Index.html
                    app.js,start.sh                   | nodejs | app.js
                    app.js,app.sh                     | shell  | app.sh
                    app.js,public/index.html          | static | public/index.html
                    backend/package.json,README.md    | nodejs | backend/package.json
                    start.sh,README.md                | shell  | start.sh
                    Quiz Server.js,Quiz Page.html     | nodejs | Quiz Server.js
                    Quiz Server.js,index.html         | static | index.html
                    Quiz Server.js,app.sh             | shell  | app.sh
                    quiz-server.js,build.sh           | nodejs | quiz-server.js
                    server2.js,README.md              | nodejs | server2.js
                    quiz.js,LICENSE                   | nodejs | quiz.js
                    quiz.js,helper.js                 | nodejs | helper.js
                    sundial.mjs,convert.mjs,a.rst     | nodejs | convert.mjs
                    bot.py,settings.py,template.html  | python | bot.py
                    quiz.js,eslint.config.js          | nodejs | quiz.js
                    index.cgi,start.sh                | shell  | start.sh
                    index.cgi,README.md               | perl   | index.cgi
                    quiz.js,Quiz Page.html            | static | Quiz Page.html
                    quiz.js,helper.js,Quiz Page.html  | static | Quiz Page.html
                    weather.py,README                 | python | weather.py
                    weather.py,weather.html           | python | weather.py
                    weather.py,conftest.py,README     | python | weather.py
                    weather.py,docs/requirements.txt  | python | weather.py
                    Rakefile,Songs.html               | ruby   | Rakefile
                    Rakefile,requirements.txt         | python | requirements.txt
                    rebar.config,quiz.js              | erlang | rebar.config
                    rebar.config,app.sh               | erlang | rebar.config
                    rebar.config,package.json         | nodejs | package.json
                    """)
    void firstFileInTheOrderDecides(String files, String builder, String file) {
        assertThat(Detection.decide(Set.of(files.split(",")), CATALOGUE).detected())
                .get()
                .extracting(Detected::builder, Detected::file)
                .containsExactly(builder, file);
    }

    @Test
    void onlyWhatTheCatalogueHasIsDetected() {
        assertThat(Detection.decide(Set.of("package.json"), List.of()).detected())
                .isEmpty();
        assertThat(Detection.decide(Set.of("README.md"), CATALOGUE).detected()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Cargo.toml       | written in Rust, for which no builder comes with Slipway
                    build.gradle.kts | built by Gradle, for which no builder comes with Slipway
                    Shop.csproj      | written for .NET, for which no builder comes with Slipway
                    Dockerfile       | not used
                    """)
    void whatIsRecognisedAndNotBuiltIsToldOf(String file, String told) {
        Detection.Decision decision = Detection.decide(Set.of(file), CATALOGUE);

        assertThat(decision.detected()).isEmpty();
        assertThat(decision.notes()).singleElement().asString().contains("The source has " + file, told);
    }

    @Test
    void pagesInADirectoryAndCommonNamesSayNothingBesideAnotherKindOfSource() {
        assertThat(Detection.decide(Set.of("Cargo.toml", "public/index.html", "start.sh", "app.js"), CATALOGUE)
                        .detected())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Several pages     | about.html,contact.html
                    Not in the root   | lib/server.js,docs/about.html
                    Directories       | gulpfile.js,web/package.json
                    Another kind      | build.js,Cargo.toml
                    Pages and scripts | about.html,contact.html,quiz.js,menu.js
                    A Dockerfile      | Quiz Server.js,Dockerfile
                    PHP               | login.php,config.php,home.html
                    C and a script    | main.c,Makefile,plot.py
                    Tests             | test_bot.py,conftest.py
                    C                 | server.c,Makefile,page.html
                    A word in a word  | Observer.js,build.sh
                    Of a tool         | gulpfile.js,README.md
                    A configuration   | postcss.config.js,README.md
                    """)
    void aNameAloneSaysNothingWhereItIsNotTheOnlyOneOrSomethingElseIsSaid(String why, String files) {
        assertThat(Detection.decide(Set.of(files.split(",")), CATALOGUE).detected())
                .as(why)
                .isEmpty();
    }

    @Test
    void aPatternOfAnAddedBuilderCountsAsAnyOther() {
        List<Candidate> added = List.of(new Candidate("mine", List.of("*.js", "Rakefile")));

        assertThat(Detection.decide(Set.of("quiz.js", "helper.js", "bot.py"), added)
                        .detected())
                .contains(new Detected("mine", "helper.js"));
        assertThat(Detection.decide(Set.of("Rakefile", "Dockerfile"), added).detected())
                .contains(new Detected("mine", "Rakefile"));
    }

    @Test
    void aGeneratorWhosePagesAreThereIsNotToldOf() {
        assertThat(Detection.decide(Set.of("_config.yml", "_site/index.html"), CATALOGUE)
                        .notes())
                .isEmpty();
    }

    @Test
    void whatOnlyANameSaysIsLessThanADockerfileSays() {
        assertThat(Detection.decide(Set.of("Quiz Server.js"), CATALOGUE).detected())
                .hasValueSatisfying(detected -> assertThat(detected.weak()).isTrue());
    }

    @Test
    void directoriesThatWouldBeRecognisedAreNamedWhereTheRootHasNothing() {
        Set<String> files = Set.of(
                "README.md",
                "services/web/package.json",
                "services/web/index.html",
                "jobs/app.py",
                "services/web/node_modules/a/package.json",
                ".ci/app.sh");

        assertThat(Detection.decide(files, CATALOGUE).notes())
                .singleElement()
                .asString()
                .contains("jobs (app.py), services/web (package.json).", "contextDir");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    The only one             | bookshop | README.md,bookshop/Gemfile,bookshop/lib/app.rb
                    Deeper                   | src/shop | README.md,src/shop/requirements.txt
                    With a part of its own   | shop     | shop/app.py,shop/client/package.json
                    Beside what visitors run | backend  | README.md,backend/requirements.txt,frontend/package.json
                    Beside an example        | server   | server/go.mod,examples/small/app.py
                    A Dockerfile that waits  | app      | Dockerfile,app/requirements.txt
                    Beside others' themes    | shop     | Shop.md,shop/go.mod,themes/plain/package.json
                    Names are names          | Backend  | README.md,Backend/requirements.txt,Frontend/package.json
                    Its own scripts          |          | .s2i/bin/assemble,shop/go.mod
                    Its own ignore rules     |          | .s2iignore,shop/go.mod
                    What nobody knows        |          | pubspec.yaml,web/index.html
                    Two that may be it       |          | README.md,api/app.py,worker/package.json
                    Only an example          |          | README.md,examples/package.json
                    Another kind             |          | Cargo.toml,web/package.json
                    Its root says enough     |          | package.json,jobs/app.py
                    """)
    void theDirectoryThatIsTheApplicationIsBuilt(String why, String directory, String files) {
        assertThat(Detection.decide(Set.of(files.split(",")), CATALOGUE).directory())
                .as(why)
                .isEqualTo(Optional.ofNullable(directory));
    }

    @Test
    void aDirectoryThatIsBuiltIsToldOfWithWhatIsNot() {
        Set<String> files = Set.of("README.md", "backend/requirements.txt", "frontend/package.json");

        assertThat(Detection.decide(files, CATALOGUE).notes())
                .containsExactly(
                        "The directory backend is built, as if \"contextDir\" said so: it has requirements.txt,"
                                + " and the root has nothing that a builder recognises. Nothing is built in: frontend (package.json).");
    }

    @Test
    void aDirectoryLiesBelowTheContextDirectory() {
        Decision decision = new Decision(Optional.empty(), Optional.of("shop"), List.of());

        assertThat(decision.directoryBelow("")).contains("shop");
        assertThat(decision.directoryBelow("services")).contains("services/shop");
    }

    @Test
    void whatSomeBuilderTakesIsNotCalledUnbuildable() {
        List<Candidate> rust = List.of(new Candidate("rust", List.of("Cargo.toml")));

        assertThat(Detection.decide(Set.of("Cargo.toml"), rust).notes()).isEmpty();
    }

    @Test
    void otherBuildersThatWouldTakeItAreNamedOnceEach() {
        Set<String> files = Set.of("composer.json", "index.php", "package.json", "index.html", "README.md");

        assertThat(Detection.decide(files, CATALOGUE).notes())
                .singleElement()
                .asString()
                .contains("nodejs (package.json), static (index.html).")
                .doesNotContain("php");
        assertThat(Detection.decide(Set.of("composer.json", "index.php"), CATALOGUE)
                        .notes())
                .isEmpty();
    }
}
