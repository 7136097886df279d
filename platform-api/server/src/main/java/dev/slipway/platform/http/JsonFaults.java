package dev.slipway.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.stream.Collectors;

/// Says what is wrong with a JSON body: which field, and what it should be.
final class JsonFaults {
    private static final String NEXT = "Correct the body; /api-docs shows its form.";

    private JsonFaults() {}

    static PlatformException explain(JacksonException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                PlatformException.field(ErrorCode.FIELD_UNKNOWN, path(unknown), "is not known here", known(unknown));
            case InvalidNullException missing ->
                PlatformException.field(ErrorCode.FIELD_TYPE, path(missing), "must not be null", NEXT);
            case InvalidFormatException format -> invalid(format, format.getTargetType());
            case ValueInstantiationException refused -> refused(refused);
            case MismatchedInputException type ->
                PlatformException.field(
                        ErrorCode.FIELD_TYPE, path(type), "must be " + expected(type.getTargetType()), NEXT);
            case JsonMappingException other
            when !other.getPath().isEmpty() ->
                PlatformException.field(ErrorCode.FIELD_TYPE, path(other), other.getOriginalMessage(), NEXT);
            default ->
                PlatformException.of(
                        ErrorCode.MALFORMED, "The body is not valid JSON: " + fault.getOriginalMessage(), NEXT);
        };
    }

    private static PlatformException invalid(InvalidFormatException fault, Class<?> type) {
        return PlatformException.field(
                fault.getCause() instanceof IllegalArgumentException ? ErrorCode.FIELD_INVALID : ErrorCode.FIELD_TYPE,
                path(fault),
                fault.getCause() instanceof IllegalArgumentException cause
                        ? cause.getMessage()
                        // Without the text there is only what the fault itself says.
                        : fault.getValue() == null
                                ? fault.getOriginalMessage()
                                : "\"" + fault.getValue() + "\" is not " + expected(type),
                NEXT);
    }

    private static PlatformException refused(ValueInstantiationException fault) {
        return fault.getCause() instanceof PlatformException cause
                ? cause
                : PlatformException.field(
                        ErrorCode.FIELD_INVALID, path(fault), fault.getCause().getMessage(), NEXT);
    }

    private static String path(JsonMappingException fault) {
        String path = fault.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path.replace(".[", "[");
    }

    private static String known(UnrecognizedPropertyException fault) {
        return fault.getKnownPropertyIds() == null
                ? NEXT
                : "Leave it out. Known here: "
                        + fault.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".";
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a text";
            case "Integer", "int", "Long", "long" -> "a whole number";
            case "Boolean", "boolean" -> "true or false";
            case "List", "ArrayList" -> "a list";
            case "Duration" -> "an ISO 8601 duration such as \"PT5M\"";
            case "Cpu" -> "an amount of cpu such as \"250m\"";
            case "Bytes" -> "an amount of memory such as \"256Mi\"";
            default -> "an object";
        };
    }
}
