package dev.slipway.console.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a thing is, below `/api/v1` for programs and below `/console` for people: the same names in the same order.
public record Address(String path) {
    public static final Address ROOT = new Address("");

    private static final String API = "/api/v1";
    private static final String CONSOLE = "/console";

    public static Address of(Object... names) {
        return ROOT.below(names);
    }

    /// Names are encoded one by one, so that none reaches out of its place. Throws the 404 of a name that only points
    /// elsewhere.
    public Address below(Object... names) {
        return new Address(path
                + Stream.of(names).map(String::valueOf).map(Address::encoded).collect(Collectors.joining()));
    }

    private static String encoded(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new PlatformRefusal(Problem.notFound());
        }
        return "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The last of its names.
    public String name() {
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
    }

    public String api() {
        return API + path;
    }

    public String console() {
        return CONSOLE + (path.isEmpty() ? "/" : path);
    }

    @Override
    public String toString() {
        return console();
    }
}
