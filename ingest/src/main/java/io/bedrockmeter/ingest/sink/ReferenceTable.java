package io.bedrockmeter.ingest.sink;

import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A table of reference data that several writers may change: each change sees what the others left.
 *
 * @param <V> profiles or projects
 */
public interface ReferenceTable<V> {

    /**
     * All rows, by key.
     *
     * @throws KafkaUnavailableException when the table cannot be read
     */
    Map<String, V> read();

    /**
     * Changes the table.
     *
     * @param change answers the rows to write, given all there are; may be asked more than once, each time with the newest
     * @return how many rows were new or different; the others are not written
     * @throws KafkaUnavailableException when the table cannot be read or written
     */
    int update(Function<Map<String, V>, List<V>> change);
}
