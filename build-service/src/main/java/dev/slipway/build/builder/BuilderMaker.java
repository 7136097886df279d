package dev.slipway.build.builder;

import java.util.List;
import java.util.function.Consumer;

/// Makes the builder images that come with the program, in this node's engine.
public interface BuilderMaker {
    BuilderMaker NONE = new NoBuilderMaker();

    /// What can be made here, whether the engine has it or not; sorted by name.
    List<BuilderRecipe> recipes();

    /// How the tags of builder images end, whoever made them.
    static String tagEnding(String reference) {
        return "/builder-" + reference;
    }

    /// The tag that the image has in the engine once it is made.
    String tag(BuilderRecipe recipe);

    /// Returns when the engine has the image, which may take minutes. The making belongs to the node: who wants
    /// what is being made already waits for it, hears what was said before, and takes nothing away by leaving. told
    /// is called by the calling thread. Throws FailedBuild BuilderNotMade with what was said last as evidence.
    void make(BuilderRecipe recipe, Consumer<String> told) throws InterruptedException;
}
