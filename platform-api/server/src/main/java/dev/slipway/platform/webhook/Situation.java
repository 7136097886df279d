package dev.slipway.platform.webhook;

import dev.slipway.model.application.Source;
import dev.slipway.platform.build.HookedBuilds.Newest;

/// What a decision depends on besides the delivery. head is the branch that the remote's HEAD named at the last
/// refresh,
/// newest the application's newest build as far as one of its commit makes another needless; both may be null.
record Situation(Source source, String head, Newest newest) {}
