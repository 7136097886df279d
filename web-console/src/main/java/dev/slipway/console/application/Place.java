package dev.slipway.console.application;

import java.util.List;

/// The pages of an application, and which of them is shown.
public record Place(Application application, String current) {
    private static final List<String> TABS =
            List.of("overview", "builds", "releases", "instances", "log", "environment", "settings");

    /// current is "page" for the tab that is shown (ARIA), else "".
    public record Tab(String label, String address, boolean current) {}

    public static Place of(Application application, String current) {
        return new Place(application, current);
    }

    public List<Tab> tabs() {
        return TABS.stream()
                .map(tab -> new Tab(
                        Character.toUpperCase(tab.charAt(0)) + tab.substring(1),
                        tab.equals("overview")
                                ? application.address().console()
                                : application.in(tab).console(),
                        tab.equals(current)))
                .toList();
    }

    public String title() {
        return Character.toUpperCase(current.charAt(0)) + current.substring(1);
    }
}
