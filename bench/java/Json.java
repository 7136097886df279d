import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Just enough JSON to read the platform's answers with the JDK alone: objects are maps, arrays are lists, strings
/// are strings, all numbers are doubles.
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// Throws IllegalArgumentException for what is not JSON.
    static Node parse(String text) {
        Json reader = new Json(text);
        Object value = reader.value();
        if (reader.next() != '\0') {
            throw reader.wrong();
        }
        return new Node(value);
    }

    /// A value and the way into it.
    record Node(Object value) {

        /// A null node when there is no such field.
        Node get(String field) {
            return new Node(((Map<?, ?>) value).get(field));
        }

        List<Node> items() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        String text() {
            return (String) value;
        }

        int number() {
            return ((Double) value).intValue();
        }

        boolean isNull() {
            return value == null;
        }
    }

    private Object value() {
        return switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (at++; next() != '}'; skip(',', '}')) {
            String name = string();
            expect(':');
            fields.put(name, value());
        }
        at++;
        return fields;
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        for (at++; next() != ']'; skip(',', ']')) {
            values.add(value());
        }
        at++;
        return values;
    }

    private void skip(char separator, char end) {
        if (next() != end) {
            expect(separator);
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (text.charAt(at) != '"') {
            char letter = text.charAt(at++);
            string.append(letter == '\\' ? escaped() : letter);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char letter = text.charAt(at++);
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> (char) Integer.parseInt(text, at, at += 4, 16);
            default -> letter;
        };
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return meaning;
    }

    private Double number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw wrong();
        }
        return Double.valueOf(text.substring(from, at));
    }

    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char wanted) {
        if (next() != wanted) {
            throw wrong();
        }
        at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not JSON at position " + at + ": " + text);
    }
}
