package dev.slipway.console.visitor;

import java.util.List;
import java.util.Map;

/// What was filled in. Only {@link Visitor#form} makes one, after it has seen that the form is ours.
public record Form(Map<String, List<String>> fields) {

    /// Without blanks around it; "" where the field is missing.
    public String text(String name) {
        return raw(name).strip();
    }

    /// As it was typed; "" where the field is missing.
    public String raw(String name) {
        List<String> values = fields.get(name);
        return values == null || values.isEmpty() ? "" : values.getFirst();
    }

    /// As it was typed, with the line ends of files instead of those of forms.
    public String lines(String name) {
        return raw(name).replace("\r\n", "\n");
    }

    /// Null where nothing was filled in.
    public String optional(String name) {
        String text = text(name);
        return text.isEmpty() ? null : text;
    }

    public boolean checked(String name) {
        return fields.containsKey(name);
    }

    /// A whole number, or the text itself, which the platform then refuses in its own words.
    public Object number(String name) {
        return numberIn(text(name));
    }

    public static Object numberIn(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException _) {
            return text;
        }
    }
}
