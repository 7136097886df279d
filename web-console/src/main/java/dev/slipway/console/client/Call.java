package dev.slipway.console.client;

import java.util.Map;
import java.util.TreeMap;

/// One request to the platform. authorization is the header's value; body is sent as JSON unless null; a call that
/// nobody attends does not keep its session from idling; version is the one that a change is made to, or `*`.
public record Call(
        String method,
        Address address,
        Map<String, String> query,
        String authorization,
        boolean attended,
        Object body,
        String version) {
    private static final String ANY = "*";

    public static Call get(String authorization, Address address) {
        return new Call("GET", address, Map.of(), authorization, true, null, ANY);
    }

    public static Call of(String method, String authorization, Address address, Object body) {
        return new Call(method, address, Map.of(), authorization, true, body, ANY);
    }

    public Call with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(name, String.valueOf(value));
        return new Call(method, address, more, authorization, attended, body, version);
    }

    public Call attended(boolean isAttended) {
        return new Call(method, address, query, authorization, isAttended, body, version);
    }

    public Call version(long number) {
        return new Call(method, address, query, authorization, attended, body, "\"" + number + "\"");
    }
}
