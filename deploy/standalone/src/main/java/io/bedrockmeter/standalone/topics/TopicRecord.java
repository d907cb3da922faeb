package io.bedrockmeter.standalone.topics;

import java.time.Instant;
import java.util.Optional;

/**
 * A record as read.
 *
 * @param key its key
 * @param value its decoded value, empty for a tombstone
 * @param writtenAt when the broker took it
 */
public record TopicRecord<V>(String key, Optional<V> value, Instant writtenAt) {}
