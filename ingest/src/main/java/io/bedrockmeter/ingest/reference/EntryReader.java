package io.bedrockmeter.ingest.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.ingest.refusal.Problems;
import java.util.Optional;

/**
 * Makes a value of one entry of a reference file.
 *
 * @param <T> the value
 */
interface EntryReader<T> {

    /** The value, empty when {@code problems} says why not. */
    Optional<T> read(JsonNode entry, Problems problems);
}
