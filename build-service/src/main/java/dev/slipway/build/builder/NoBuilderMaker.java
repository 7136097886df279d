package dev.slipway.build.builder;

import java.util.List;
import java.util.function.Consumer;

/// Of a node whose program comes without recipes.
final class NoBuilderMaker implements BuilderMaker {

    @Override
    public List<BuilderRecipe> recipes() {
        return List.of();
    }

    @Override
    public String tag(BuilderRecipe recipe) {
        throw new IllegalArgumentException("there is no recipe here");
    }

    @Override
    public void make(BuilderRecipe recipe, Consumer<String> told) {
        throw new IllegalArgumentException("there is no recipe here");
    }
}
