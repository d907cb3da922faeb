package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Map;

/** Tags of a profile or project in force from {@code validFrom} (inclusive) until the next version. */
public record TagVersion(Instant validFrom, Map<String, String> tags) {
    public TagVersion {
        tags = Map.copyOf(tags);
    }
}
