package dev.slipway.platform.webhook;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which repository an address names, however it is written: by http, ssh or git, with or without `.git`. host is
/// null where only a path is told. Ports and letters' case do not count, for forges name themselves in many ways.
record RepositoryAddress(String host, String path) {
    private static final Pattern URL = Pattern.compile("[a-z+]+://(?:[^/@]*@)?(\\[[^]/]*]|[^/:]+)(?::\\d+)?/(.*)");
    private static final Pattern SSH = Pattern.compile("(?:[^/@:]+@)([^/:]+):(.*)");

    static RepositoryAddress of(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        for (Pattern form : List.of(URL, SSH)) {
            Matcher parts = form.matcher(plain);
            if (parts.matches()) {
                return new RepositoryAddress(parts.group(1), path(parts.group(2)));
            }
        }
        return new RepositoryAddress(null, path(plain));
    }

    private static String path(String path) {
        return path.replaceAll("^/+|/+$", "").replaceFirst("\\.git$", "");
    }

    /// Whether one of the addresses is of it. Addresses with a host are asked first: a path alone says less.
    static boolean among(List<String> told, String wanted) {
        RepositoryAddress address = of(wanted);
        List<RepositoryAddress> whole = told.stream()
                .map(RepositoryAddress::of)
                .filter(one -> one.host() != null)
                .toList();
        return whole.isEmpty()
                ? told.stream().map(RepositoryAddress::of).anyMatch(one -> address.endsWith(one.path()))
                : whole.contains(address);
    }

    private boolean endsWith(String end) {
        return ("/" + path).endsWith("/" + end);
    }
}
