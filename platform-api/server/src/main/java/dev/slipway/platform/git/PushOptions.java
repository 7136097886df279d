package dev.slipway.platform.git;

import dev.slipway.model.log.PlainText;
import java.util.ArrayList;
import java.util.List;

/// What `git push -o` asked for. remarks are lines for the pusher about what cannot be done.
record PushOptions(boolean detach, boolean build, boolean clean, boolean await, List<String> remarks) {

    /// options as they came; null where the client sent none.
    static PushOptions of(List<String> options) {
        List<String> given = options == null ? List.of() : options;
        List<String> remarks = new ArrayList<>();
        for (String option : given) {
            switch (option) {
                case "detach", "no-build", "clean", "wait" -> {}
                default ->
                    remarks.add("Push option \"" + PlainText.of(option, 60)
                            + "\" is ignored; known are detach, no-build, clean and wait.");
            }
        }
        boolean build = !given.contains("no-build");
        boolean await = build && given.contains("wait");
        if (await && given.contains("detach")) {
            remarks.add("Push option \"detach\" is ignored because of \"wait\".");
        }
        return new PushOptions(
                given.contains("detach") && !await, build, given.contains("clean"), await, List.copyOf(remarks));
    }
}
