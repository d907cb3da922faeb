package io.bedrockmeter.metering.explain;

import java.time.Instant;

/**
 * A record of a topic that speaks of the request.
 *
 * @param where topic, partition and offset: {@code bedrock.ledger.v1-2@417}
 * @param writtenAt when it was written to the topic
 * @param value what it says
 */
public record Sighting<V>(String where, Instant writtenAt, V value) {}
