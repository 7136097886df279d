package dev.slipway.console.session;

import java.util.List;

/// What a browser says it is, in words for the list of sessions. Only for people: anybody can say anything.
final class Browser {
    private static final List<String> PROGRAMS = List.of("Edg", "OPR", "Firefox", "Chrome", "Safari");
    private static final List<String> NAMES = List.of("Edge", "Opera", "Firefox", "Chrome", "Safari");
    private static final List<String> SYSTEMS = List.of("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux");

    private Browser() {}

    static String named(String userAgent) {
        if (userAgent == null) {
            return "A browser";
        }
        String program = PROGRAMS.stream()
                .filter(known -> userAgent.contains(known + "/"))
                .findFirst()
                .map(known -> NAMES.get(PROGRAMS.indexOf(known)))
                .orElse("A browser");
        return SYSTEMS.stream()
                .filter(userAgent::contains)
                .findFirst()
                .map(system -> program + " on " + system)
                .orElse(program);
    }
}
