package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.sink.ReferenceTable;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a table at once what was done to a resource, so that the change counts from now and not from the next look. */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private Publication() {}

    /**
     * Changes one row.
     *
     * @return whether the table knows; it is no failure when it does not, for AWS does, and the next look finds it
     */
    static <V> boolean of(ReferenceTable<V> table, String key, UnaryOperator<Optional<V>> change) {
        try {
            table.update(rows -> row(rows, key, change));
            return true;
        } catch (KafkaUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("row", key)
                    .addKeyValue("reason", e.getMessage())
                    .log("change not yet published");
            return false;
        }
    }

    private static <V> List<V> row(Map<String, V> rows, String key, UnaryOperator<Optional<V>> change) {
        return change.apply(Optional.ofNullable(rows.get(key))).stream().toList();
    }
}
