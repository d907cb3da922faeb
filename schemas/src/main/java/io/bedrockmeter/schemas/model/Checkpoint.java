package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * How far a source has been read; written in the same transaction as the records.
 *
 * @param source the source, for example {@code file:/logs/a.json}
 * @param position opaque position within the source, for example a byte offset
 * @param identity what the position belongs to, for example the file key, so that a replaced file starts anew
 * @param updatedAt when it was written
 */
public record Checkpoint(String source, String position, String identity, Instant updatedAt) {}
