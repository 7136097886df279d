package dev.slipway.platform.audit;

import dev.slipway.platform.audit.Deed.Content;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The names in a body: of its fields, of entries of its maps, and of named things in its lists. The one value taken
/// is that of the field `name`.
final class BodyFields {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final int MOST = 100;

    private BodyFields() {}

    static Content of(Object body) {
        List<String> fields = new ArrayList<>();
        switch (body) {
            case Record given -> fields(given, fields);
            case Map<?, ?> given -> given.keySet().forEach(key -> add(fields, String.valueOf(key)));
            case null, default -> {}
        }
        Object name = body instanceof Record given ? value(given, "name") : null;
        return new Content(name instanceof String text && PLAIN.matcher(text).matches() ? text : null, fields);
    }

    private static void fields(Record body, List<String> fields) {
        for (RecordComponent component : body.getClass().getRecordComponents()) {
            Object value = value(body, component);
            if (value == null) {
                continue;
            }
            List<String> inner = inner(value);
            if (inner.isEmpty()) {
                add(fields, component.getName());
            }
            inner.forEach(name -> add(fields, component.getName() + "." + name));
        }
    }

    private static List<String> inner(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.keySet().stream().map(String::valueOf).toList();
            case Collection<?> list ->
                list.stream()
                        .filter(Record.class::isInstance)
                        .map(one -> value((Record) one, "name"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            default -> List.of();
        };
    }

    private static Object value(Record body, String field) {
        for (RecordComponent component : body.getClass().getRecordComponents()) {
            if (component.getName().equals(field)) {
                return value(body, component);
            }
        }
        return null;
    }

    private static Object value(Record body, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(List<String> fields, String name) {
        if (fields.size() < MOST && PLAIN.matcher(name).matches()) {
            fields.add(name);
        }
    }
}
