package dev.slipway.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://github.com/ada/shop.git, https, github.com, -1, /ada/shop.git",
        "HTTPS://GitHub.com/ada/shop, https, github.com, -1, /ada/shop",
        "http://127.0.0.1:3000/a/b.git, http, 127.0.0.1, 3000, /a/b.git",
        "https://[2606:50c0:8000::153]:8443/x.git, https, [2606:50c0:8000::153], 8443, /x.git",
        "https://gitlab.example.org/group/-/sub/shop.git/, https, gitlab.example.org, -1, /group/-/sub/shop.git/",
        "https://dev.azure.com/org/My%20Project/_git/shop, https, dev.azure.com, -1, /org/My%20Project/_git/shop",
        "https://git.sr.ht/~ada/shop, https, git.sr.ht, -1, /~ada/shop",
        "https://git_lab.internal/a.git, https, git_lab.internal, -1, /a.git"
    })
    void plainUrlsAreReadIntoTheirParts(String text, String scheme, String host, int port, String path) {
        assertThat(GitUrl.parse(text)).isEqualTo(new GitUrl(scheme, null, host, port, path));
    }

    @ParameterizedTest
    @CsvSource({
        "ssh://git@github.com/ada/shop.git, git, github.com, -1, /ada/shop.git, ssh://git@github.com/ada/shop.git",
        "SSH://git@GitHub.com:2222/a.git, git, github.com, 2222, /a.git, ssh://git@github.com:2222/a.git",
        "git@github.com:ada/shop.git, git, github.com, -1, ada/shop.git, git@github.com:ada/shop.git",
        "deploy-1@host:/srv/git/a.git, deploy-1, host, -1, /srv/git/a.git, ssh://deploy-1@host/srv/git/a.git"
    })
    void sshUrlsNameTheUserAndKeepThePathThatIsBelowHisHome(
            String text, String user, String host, int port, String path, String plain) {
        GitUrl url = GitUrl.parse(text);

        assertThat(url).isEqualTo(new GitUrl("ssh", user, host, port, path)).hasToString(plain);
        assertThat(GitUrl.parse(plain)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "shop.git",
                "/srv/git/shop.git",
                "../shop.git",
                "C:\\shop",
                "github.com:ada/shop.git",
                "git@github.com",
                "git@github.com:",
                "git@github.com:-x",
                "git@github.com:~root/x",
                "git@github.com:../x",
                "git@github.com:a/../x",
                "git@github.com:a;id",
                "git@github.com:a'b",
                "git@-oProxyCommand=id:x",
                "git:secret@github.com:x",
                "-l@github.com:x",
                "@github.com:x",
                "$(id)@github.com:x",
                "ssh://github.com/ada/shop.git",
                "ssh://git:secret@github.com/shop.git",
                "ssh://-x@github.com/shop.git",
                "ssh://git@github.com",
                "ssh://git@github.com:0/shop.git",
                "ssh://git@evil@github.com/shop.git",
                "git+ssh://git@github.com/shop.git",
                "ssh://-oProxyCommand=touch%20x/ada",
                "git://github.com/ada/shop.git",
                "ftp://host/shop.git",
                "ext::sh -c id",
                "ext::sh%20-c%20id",
                "fd::17/x",
                "transport::address",
                "javascript:alert(1)",
                "data:text/plain,x",
                "jar:https://h/x!/y",
                "-oProxyCommand=x",
                "--upload-pack=touch x",
                "--upload-pack=touch",
                "https:/github.com/a",
                "https:github.com/a",
                "https//github.com/a",
                "https://",
                "https:///a/b.git",
                "https://host",
                "https://host/",
                "https://host//",
                "https://host//a",
                "https://host/a//b",
                "https://ada:secret@host/a.git",
                "https://token@host/a.git",
                "https://@host/a.git",
                "https://good.example@127.0.0.1/a.git",
                "https://good.example:80@127.0.0.1/a.git",
                "https://good.example#@evil.example/a.git",
                "https://good.example?@evil.example/a.git",
                "https://host\\@evil.example/a.git",
                "https://host/a.git?x=y",
                "https://host/a.git#main",
                "https://host/a.git?",
                "https://host/../etc/passwd",
                "https://host/a/../../b.git",
                "https://host/./a.git",
                "https://host/a/..",
                "https://host/%2e%2e/a.git",
                "https://host/a%2fb.git",
                "https://host/a%5cb.git",
                "https://host/%00a.git",
                "https://host/%0ahost=evil/a.git",
                "https://host/%0d%0aHost:%20evil/a.git",
                "https://host/%7f/a.git",
                "https://host/%25252e/a.git",
                "https://host/%zz/a.git",
                "https://host/a%",
                "https://host/a%4",
                "https://host/a\nb.git",
                "https://host/a\rb.git",
                "https://host/a\tb.git",
                "https://host/a b.git",
                "https://host/a\u0000b.git",
                "https://ho\u0131st/a.git",
                "https://g\u0456thub.com/a.git",
                "https://host\u3002example/a.git",
                "https://\uff11\uff12\uff17.0.0.1/a.git",
                "https://host:0/a.git",
                "https://host:65536/a.git",
                "https://host:99999999/a.git",
                "https://host:-1/a.git",
                "https://host:80:90/a.git",
                "https://host:/a.git",
                "https://host:8o/a.git",
                "https://-host/a.git",
                "https://host-/a.git",
                "https://.host/a.git",
                "https://host./a.git",
                "https://host..example/a.git",
                "https://ho*st/a.git",
                "https://host%2eexample/a.git",
                "https://[::1/a.git",
                "https://::1/a.git",
                "https://[::1%eth0]/a.git",
                "https://[::1]x/a.git",
                "https://[]/a.git",
                "https://[::ffff:127.0.0.1]/a.git",
                "https://127.1/a.git",
                "https://2130706433/a.git",
                "https://0x7f.1/a.git",
                "https://0x7f000001/a.git",
                "https://0177.0.0.1/a.git",
                "https://127.0.0.01/a.git",
                "https://127.0.0.1.5/a.git",
                "https://1.2.3/a.git",
                "https://host.1/a.git",
                "https://$(id)/a.git",
                "https://`id`/a.git",
                "https://host/$(id).git",
                "https://host/`id`.git",
                "https://host/a;id",
                "https://host/a|id",
                "https://host/a&b",
                "https://host/a'b",
                "https://host/a\"b",
                "https://host/<a>",
                "https://host/{a}",
                "https://host/a^b",
                "https://host/a\\b",
                "file://host/srv/git/shop.git",
                "file:/srv/git/shop.git",
                "file://",
                "file:///",
                "file:///srv/../etc",
                "file:///srv/%2e%2e/etc"
            })
    void hostileUrlsAreRefusedWithASentence(String text) {
        assertThatThrownBy(() -> GitUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(must|has) .{10,}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 5000, 1 << 20})
    void longUrlsAreRefusedAtOnce(int length) {
        assertThatThrownBy(() -> GitUrl.parse("https://host/" + "a".repeat(length)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatIsTakenIsWrittenAsItWasReadAndReadTheSame(@ForAll @StringLength(max = 40) String text) {
        try {
            GitUrl url = GitUrl.parse("https://host/" + text);
            assertThat(url.host()).isEqualTo("host");
            assertThat(url.port()).isEqualTo(-1);
            assertThat(GitUrl.parse(url.toString())).isEqualTo(url);
            assertThat(java.net.URI.create(url.toString()).getHost()).isEqualTo("host");
        } catch (IllegalArgumentException _) {
            assertThat(text).doesNotMatch("[A-Za-z0-9_-]+");
        }
    }
}
