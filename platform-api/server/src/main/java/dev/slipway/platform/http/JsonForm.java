package dev.slipway.platform.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.slipway.model.application.RunPolicy;
import dev.slipway.model.application.Share;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Function;

/// The JSON of the interface: strict about types and names, amounts as text, state names in lower case.
@Singleton
public class JsonForm implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        configure(mapper);
    }

    /// The same form for a mapper made by hand (tests).
    @SuppressWarnings("deprecation") // the mapper is Quarkus' own, so there is no builder to ask
    public static ObjectMapper configure(ObjectMapper mapper) {
        mapper.findAndRegisterModules();
        mapper.registerModule(new SimpleModule()
                .addSerializer(Cpu.class, text())
                .addDeserializer(Cpu.class, parsed(Cpu.class, Cpu::parse))
                .addSerializer(Bytes.class, text())
                .addDeserializer(Bytes.class, parsed(Bytes.class, Bytes::parse))
                .addSerializer(RunPolicy.class, text())
                .addDeserializer(RunPolicy.class, parsed(RunPolicy.class, RunPolicy::parse))
                .addSerializer(Share.class, share())
                .addDeserializer(Share.class, parsed(Share.class, Share::parse))
                .addDeserializer(String.class, plainText())
                .addSerializer(lowerCase()));
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);
        mapper.configure(DeserializationFeature.ACCEPT_FLOAT_AS_INT, false);
        mapper.configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);
        mapper.configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);
        mapper.configure(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, true);
        mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
        mapper.configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false);
        mapper.configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false);
        mapper.configure(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, true);
        mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.getFactory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        return mapper;
    }

    private static <T> JsonSerializer<T> text() {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(value.toString());
            }
        };
    }

    private static JsonSerializer<Share> share() {
        return new JsonSerializer<>() {
            @Override
            public void serialize(Share share, JsonGenerator out, SerializerProvider provider) throws IOException {
                if (share.percent()) {
                    out.writeString(share.toString());
                } else {
                    out.writeNumber(share.amount());
                }
            }
        };
    }

    /// Text without NUL, which PostgreSQL cannot keep and no name may hold.
    private static JsonDeserializer<String> plainText() {
        return new StdDeserializer<>(String.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
                String text = StringDeserializer.instance.deserialize(in, context);
                if (text != null && text.indexOf('\0') >= 0) {
                    // Jackson's own fault would repeat the text, which may be a secret, and be logged with it.
                    throw InvalidFormatException.from(in, "must not contain NUL", null, String.class);
                }
                return text;
            }
        };
    }

    private static <T> JsonDeserializer<T> parsed(Class<T> type, Function<String, T> parser) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                String text = in.getValueAsString();
                if (text == null) {
                    return type.cast(context.handleUnexpectedToken(type, in));
                }
                try {
                    return parser.apply(text);
                } catch (IllegalArgumentException e) {
                    InvalidFormatException fault = new InvalidFormatException(in, e.getMessage(), text, type);
                    fault.initCause(e);
                    throw fault;
                }
            }
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static JsonSerializer<Enum> lowerCase() {
        return new com.fasterxml.jackson.databind.ser.std.StdSerializer<>(Enum.class) {
            @Override
            public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
                boolean state = value.name().equals(value.name().toUpperCase(java.util.Locale.ROOT))
                        && !(value instanceof dev.slipway.model.fault.ErrorCode);
                out.writeString(state ? value.name().toLowerCase(java.util.Locale.ROOT) : value.name());
            }
        };
    }
}
