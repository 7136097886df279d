package dev.slipway.platform.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.build.BuildState;
import dev.slipway.model.source.GitUrl;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgeTest {

    @ParameterizedTest
    @CsvSource({
        "github, https://github.com/ada/shop.git, https://api.github.com/repos/ada/shop/statuses/c0ffee",
        "github, https://git.example.org/ada/shop, https://git.example.org/api/v3/repos/ada/shop/statuses/c0ffee",
        "gitlab, https://gitlab.com/a/b/shop.git, https://gitlab.com/api/v4/projects/a%2Fb%2Fshop/statuses/c0ffee",
        "gitlab, http://127.0.0.1:8081/a/shop/, http://127.0.0.1:8081/api/v4/projects/a%2Fshop/statuses/c0ffee",
        "gitea, https://git.example.org/ada/shop.git, https://git.example.org/api/v1/repos/ada/shop/statuses/c0ffee",
        "forgejo, https://h.org/git/ada/shop, https://h.org/git/api/v1/repos/ada/shop/statuses/c0ffee"
    })
    void statusesGoToTheRepositorysOwnHost(String forge, String repository, String address) {
        assertThat(Forge.of(forge).orElseThrow().address(GitUrl.parse(repository), "c0ffee"))
                .contains(address);
    }

    @Test
    void aPathWithoutOwnerIsNoRepositoryThere() {
        for (Forge forge : Forge.values()) {
            assertThat(forge.address(GitUrl.parse("https://git.example.org/shop.git"), "c0ffee"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, 'pending, pending, success, failure, error'",
        "GITLAB, 'pending, running, success, failed, canceled'",
        "GITEA, 'pending, pending, success, failure, error'"
    })
    void statesHaveTheWordsOfEachForge(Forge forge, String words) {
        assertThat(String.join(
                        ", ",
                        Arrays.stream(BuildState.values()).map(forge::word).toList()))
                .isEqualTo(words);
    }

    @Test
    void otherWordsNameNoForge() {
        assertThat(Forge.of("bitbucket")).isEmpty();
        assertThat(Forge.of("GITHUB")).isEmpty();
    }
}
