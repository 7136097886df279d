package dev.slipway.rules;

import com.tngtech.archunit.core.domain.JavaClass;

/// The top-level class around a nested, local or anonymous one: rules by name go by the file a reader opens.
final class Outermost {
    private Outermost() {}

    static JavaClass of(JavaClass type) {
        return type.getEnclosingClass().map(Outermost::of).orElse(type);
    }

    static String nameOf(JavaClass type) {
        return of(type).getSimpleName();
    }
}
