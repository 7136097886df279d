package dev.slipway.build.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.build.dockerfile.Dockerfile.Base;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {

    @Test
    void isWrittenAnewOneInstructionALine() {
        Dockerfile dockerfile = read("""
                # syntax=docker/dockerfile:1
                ARG BASE=debian
                from ${BASE}:12 as Build
                RUN one && \\
                  # between

                    two \\
                    three
                  COPY --chown=1:0 . /app
                FROM build
                LABEL name="$VERSION"
                COPY --from=0 /app /app
                CMD ["sh", "-c", "echo \\"$HOME\\""]
                """);

        assertThat(dockerfile.labelled(Map.of("of", "shop"), Map.of("whole", "a \"b\" $c \\ d\ne"), null))
                .isEqualTo("""
                        ARG BASE=debian
                        FROM debian:12 AS build
                        LABEL of="shop"
                        RUN one &&     two     three
                        COPY --chown=1:0 . /app
                        FROM build
                        LABEL of="shop"
                        LABEL name="$VERSION"
                        COPY --from=0 /app /app
                        CMD ["sh", "-c", "echo \\"$HOME\\""]
                        LABEL whole="a \\"b\\" \\$c \\\\ d e"
                        """);
        assertThat(dockerfile.bases()).containsExactly(new Base(3, "debian:12"));
    }

    @Test
    void stageThatBecomesTheImageEndsWithItsLabels() {
        Dockerfile dockerfile = read("FROM a AS one\nFROM b AS two\n");

        assertThat(dockerfile.labelled(Map.of(), Map.of("whole", "x"), "ONE"))
                .isEqualTo("FROM a AS one\nLABEL \nLABEL whole=\"x\"\nFROM b AS two\nLABEL \n");
    }

    @Test
    void basesAreWhatArgumentsMakeOfThem() {
        DockerfileStage stage = new DockerfileStage(
                "Dockerfile",
                "ARG A=x\nARG B=${A}y\nARG C\nFROM \"$B\"\nFROM ${C:-none}\nFROM a${C:+b}\nFROM $D$A\nFROM scratch\n",
                null,
                Map.of("A", "given"));

        assertThat(Dockerfile.read(stage).bases())
                .extracting(Base::reference)
                .containsExactly("giveny", "none", "a", "given");
    }

    @Test
    void copiesFromImagesStandOnThemToo() {
        assertThat(read("FROM a AS one\nCOPY --from=other/image:1 /x /\nFROM b\nCOPY --from=ONE --chown=1:0 /x /\n")
                        .bases())
                .containsExactly(new Base(1, "a"), new Base(2, "other/image:1"), new Base(3, "b"));
        assertThat(read("FROM a\nCOPY --from=0 /x /\nFROM 0\n").bases())
                .as("the stage itself is none to copy from, and a number none to build on")
                .extracting(Base::reference)
                .containsExactly("a", "0", "0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM a\nADD https://example.org/x /x",
                "FROM a\nADD \"ht\"tp:'/'/169.254.169.254/ /x",
                "FROM a\nADD --chown=1:0 [\"http://10.0.0.1/x\", \"/x\"]",
                "FROM a\nADD [\"\\u0068ttp://10.0.0.1/x\", \"/x\"]",
                "FROM a\nARG U=http://10.0.0.1\nADD $U /x",
                "FROM a\nADD h\\ttp://10.0.0.1/ /x",
                "FROM a\nLABEL dev.slipway.project=other",
                "FROM a\nLABEL a=b \"dev.slip\"way.kind=build",
                "FROM a\nENV K=dev.slip\nLABEL ${K}way.kind=build",
                "FROM a\nLABEL dev.slip\\way.kind=build",
                "FROM a\nLABEL dev.slipway.kind build",
                "FROM a\nONBUILD RUN true",
                "FROM a\nRUN --mount=type=bind,source=/,target=/x true",
                "FROM a\nRUN --security=insecure true",
                "FROM a\nRUN <<RUN\nFROM scratch AS b\nRUN\nFROM a\nCOPY --from=b / /",
                "FROM a\nRUN cat 3<<-'EOF'",
                "FROM a\nCOPY <<FROM /x",
                "# escape=`\nFROM a\nRUN a `\n  b",
                "FROM a\nRUN\u000bx",
                "FROM Node:20",
                "FROM a//b",
                "FROM --platform=linux/arm64 a",
                "FROM a\nCOPY --from=$X /x /",
                "FROM a\nCOPY \u00a0--from=x /x /",
                "FROM a\nCOPY --chown=a\u00a0--from=x /x /",
                "FROM a\nCOPY --fr\"om\"=x /x /",
                "FROM a\nRUN <<END\ncat /x\nEND",
                "FROM a b",
                "FROM $(id)",
                "FROM ${X",
                "FROM a AS scratch",
                "FROM a AS 1",
                "RUN true\nFROM a",
                "FROM a\nRUN true \\\\",
                "FROM a\nINCLUDE other",
                "# nothing",
            })
    void whatTheEngineWouldDoOutsideOfEveryLimitIsRefused(String text) {
        FailedBuild refused = catchThrowableOfType(FailedBuild.class, () -> read(text));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(FailureReason.ManageDockerfileFailed);
    }

    @Test
    void refusalNamesLineAndInstruction() {
        assertThatThrownBy(() -> read("# one\nFROM a\n\nRUN x && \\\n  y\nADD http://x /\n"))
                .isInstanceOf(FailedBuild.class)
                .hasMessageStartingWith("Line 6 of the Dockerfile, ADD: ");
        assertThatThrownBy(() -> Dockerfile.read(new DockerfileStage("Dockerfile", "FROM a AS one", "two", Map.of())))
                .hasMessageContaining("no stage \"two\"")
                .hasMessageContaining("It has one.");
    }

    @Test
    void ordinaryAddsAndLabelsAreTaken() {
        String text = "FROM a\nADD --chown=1:0 app.tar /app\nADD [\"a b\", \"/x/\"]\n"
                + "LABEL a=1 b.c=\"two words\" d=$V\nLABEL maintainer Ada Lovelace\nLABEL q='single'\n";

        assertThat(read(text).labelled(Map.of(), Map.of(), null).lines().filter(line -> line.startsWith("A")))
                .isEqualTo(List.of("ADD --chown=1:0 app.tar /app", "ADD [\"a b\", \"/x/\"]"));
    }

    @Test
    void longInstructionsAreReadWithoutADeepStack() {
        String labels = "LABEL " + "a=$b ".repeat(20_000);
        assertThat(read("FROM a\n" + labels).bases()).hasSize(1);
        assertThatThrownBy(() -> read("FROM a\nADD " + "--chown=1 ".repeat(10_000) + "http://x /"))
                .isInstanceOf(FailedBuild.class);
    }

    private static Dockerfile read(String text) {
        return Dockerfile.read(new DockerfileStage("Dockerfile", text, null, Map.of()));
    }
}
