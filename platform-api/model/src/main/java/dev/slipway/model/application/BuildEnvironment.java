package dev.slipway.model.application;

import java.util.Map;
import java.util.UUID;

/// What builds of an application may read: its variables of scope build and all, secrets opened.
public interface BuildEnvironment {
    Map<String, String> of(UUID application);
}
