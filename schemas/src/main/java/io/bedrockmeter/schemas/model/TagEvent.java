package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.util.Map;

/**
 * What a caller or gateway says about one request (CloudEvent {@code io.bedrockmeter.request-tags.v1}).
 *
 * @param requestId the request it speaks of
 * @param tags tag key to value, as sent
 * @param projectId Bedrock project of the call, empty when not said
 * @param profileArn application inference profile of the call, empty when not said
 * @param serviceTier tier that was used, empty when not said
 * @param cacheWrite1hTokens how many of the cache-write tokens have a one-hour time to live, -1 when not said
 * @param authenticated whether the sender was authenticated; tags of others rank with request metadata
 * @param source CloudEvents source
 * @param eventId CloudEvents id; source and id together identify the event
 * @param time when the sender made the event; of two that disagree about a tag the later one is believed
 */
public record TagEvent(
        String requestId,
        Map<String, String> tags,
        String projectId,
        String profileArn,
        String serviceTier,
        long cacheWrite1hTokens,
        boolean authenticated,
        String source,
        String eventId,
        Instant time) {

    public TagEvent {
        tags = Map.copyOf(tags);
    }
}
