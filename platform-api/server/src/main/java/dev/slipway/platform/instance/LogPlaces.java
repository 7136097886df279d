package dev.slipway.platform.instance;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// How far the logs of several instances have been told, as one event id.
final class LogPlaces {
    /// The id of the last event: nothing comes after it.
    static final String END = "end";
    /// Nothing has been told yet.
    private static final String NOTHING = "start";

    private static final String BETWEEN = "~";
    private static final String INSTANCE = "[a-z0-9]{1,30}";

    private final Map<String, LogPlace> places = new LinkedHashMap<>();

    /// Reads a Last-Event-ID; null for none. Throws FIELD_TYPE.
    static LogPlaces of(String lastEventId) {
        LogPlaces read = new LogPlaces();
        if (lastEventId == null || lastEventId.isEmpty() || lastEventId.equals(NOTHING)) {
            return read;
        }
        for (String part : lastEventId.split(BETWEEN)) {
            int dot = part.indexOf('.');
            if (dot < 0 || !part.substring(0, dot).matches(INSTANCE)) {
                throw notOurs();
            }
            read.places.put(
                    part.substring(0, dot),
                    LogPlace.parse(part.substring(dot + 1)).orElseThrow(LogPlaces::notOurs));
        }
        return read;
    }

    private static PlatformException notOurs() {
        return PlatformException.field(
                ErrorCode.FIELD_TYPE,
                "Last-Event-ID",
                "was not given by this stream",
                "Send the id of the last event as it came, or none to begin at the start.");
    }

    /// Null where nothing of the instance has been told.
    LogPlace of(LogSource source) {
        return places.get(source.id());
    }

    boolean begun() {
        return !places.isEmpty();
    }

    void put(String instance, LogPlace place) {
        places.put(instance, place);
    }

    /// Of instances that are no more nothing needs to be known.
    void forget(String instance) {
        places.remove(instance);
    }

    @Override
    public String toString() {
        return places.isEmpty()
                ? NOTHING
                : places.entrySet().stream()
                        .map(place -> place.getKey() + "." + place.getValue())
                        .collect(Collectors.joining(BETWEEN));
    }
}
