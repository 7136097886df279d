package dev.slipway.platform;

import dev.slipway.model.build.BuildPlaces;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Only what is asked for waits, in the order in which it is asked for.
@Singleton
public class OneQueue implements BuildPlaces {

    @Override
    public Map<UUID, Place> of(Collection<UUID> builds) {
        Map<UUID, Place> places = new LinkedHashMap<>();
        builds.forEach(build -> places.put(build, new Place(places.size() + 1, null)));
        return places;
    }
}
