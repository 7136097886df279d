package dev.slipway.platform.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.PostCommit;
import dev.slipway.model.fault.FieldError;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationRequest.PostCommitRequest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostCommitFormTest {

    @Test
    void everyFormOfOpenShiftIsTaken() {
        assertThat(PostCommitForm.check(new PostCommitRequest("npm test", null, List.of("a"))))
                .isEqualTo(new PostCommit("npm test", List.of(), List.of("a")));
        assertThat(PostCommitForm.check(new PostCommitRequest(null, List.of("npm"), List.of("test"))))
                .isEqualTo(new PostCommit(null, List.of("npm"), List.of("test")));
        assertThat(PostCommitForm.check(new PostCommitRequest(null, null, List.of("test"))))
                .isEqualTo(new PostCommit(null, List.of(), List.of("test")));
    }

    @Test
    void emptyOneTakesTheCheckAway() {
        assertThat(PostCommitForm.check(new PostCommitRequest(null, null, null)))
                .isNull();
        assertThat(PostCommitForm.check(new PostCommitRequest(" ", List.of(), List.of())))
                .isNull();
    }

    @Test
    void anythingElseIsRefusedByItsField() {
        refused("build.postCommit", new PostCommitRequest("a", List.of("b"), null));
        refused("build.postCommit.script", new PostCommitRequest("a\0", null, null));
        refused("build.postCommit.script", new PostCommitRequest("a".repeat(8193), null, null));
        refused("build.postCommit.command", new PostCommitRequest(null, Collections.nCopies(65, "a"), null));
        refused("build.postCommit.args", new PostCommitRequest(null, null, Collections.singletonList(null)));
    }

    private static void refused(String field, PostCommitRequest request) {
        assertThatThrownBy(() -> PostCommitForm.check(request))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refusal -> assertThat(refusal.errors())
                                .extracting(FieldError::field)
                                .containsExactly(field));
    }
}
