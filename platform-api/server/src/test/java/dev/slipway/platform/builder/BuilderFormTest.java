package dev.slipway.platform.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.builder.AddedBuilder.BuilderImage;
import dev.slipway.platform.builder.BuilderResource.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderFormTest {

    @Test
    void whatIsLeftOutIsEmpty() {
        assertThat(BuilderForm.checked(request("dotnet", null, null, image("8", "dotnet-80"))))
                .isEqualTo(new Request("dotnet", "", List.of(), List.of(), null, List.of(image("8", "dotnet-80"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dotnet-80:latest",
                "ubi8/dotnet-80",
                "registry.example.org:5000/team/a__b.c-d:8.0_1",
                "localhost/dotnet@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void imagesAreNamedAsEnginesNameThem(String image) {
        assertThat(BuilderForm.checked(request("dotnet", null, null, image("8", image)))
                        .images())
                .containsExactly(image("8", image));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Dotnet",
                "a b",
                "a?force=1",
                "../images",
                "/a",
                "a//b",
                "a/",
                "a:b:c",
                "a#b",
                "-a",
                "sha256:ab",
                "a@sha1:ab"
            })
    void whatNamesNoImageIsRefused(String image) {
        refused("images.image", request("dotnet", null, null, image("8", image)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.csproj", "global.json", "src/*.fsproj", "a/b/?.x"})
    void filesAreRecognisedByPatterns(String pattern) {
        assertThat(BuilderForm.checked(request("dotnet", pattern, null, image("8", "x")))
                        .detects())
                .containsExactly(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*/*", "?", "/a", "a/", "../a", "a/b/c/d", "a b", "[ab]", "a\\b"})
    void patternsThatTakeEverythingOrNothingAreRefused(String pattern) {
        refused("detects", request("dotnet", pattern, null, image("8", "x")));
    }

    @Test
    void otherFieldsAreRefusedByName() {
        refused("images", request("dotnet", null, null));
        refused("images.version", request("dotnet", null, null, image("8", "x"), image("8", "y")));
        refused("images.version", request("dotnet", null, null, image("a:b", "x")));
        refused("sample", request("dotnet", null, "git@example.org:a/b", image("8", "x")));
        refused("sample", request("dotnet", null, "file:///etc", image("8", "x")));
        refused("description", new Request("dotnet", "two\nlines", null, null, null, List.of(image("8", "x"))));
        refused("tags", new Request("dotnet", null, List.of("a b"), null, null, List.of(image("8", "x"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Dotnet", "dockerfile", "dot:net", "-dotnet", "dotnet.", "dot/net"})
    void namesAreThoseThatApplicationsCanSay(String name) {
        assertThatThrownBy(() -> BuilderForm.checked(request(name, null, null, image("8", "x"))))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_INVALID));
    }

    private static void refused(String field, Request request) {
        assertThatThrownBy(() -> BuilderForm.checked(request))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.errors()).extracting("field").containsExactly(field));
    }

    private static Request request(String name, String detects, String sample, BuilderImage... images) {
        return new Request(name, null, null, detects == null ? null : List.of(detects), sample, List.of(images));
    }

    private static BuilderImage image(String version, String image) {
        return new BuilderImage(version, image);
    }
}
