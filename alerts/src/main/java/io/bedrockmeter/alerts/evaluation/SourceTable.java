package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest report of each source of ingest. */
final class SourceTable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceTable.class);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> table;
    private final Set<Bytes> refused = new HashSet<>();

    SourceTable(ReadOnlyKeyValueStore<Bytes, byte[]> table) {
        this.table = table;
    }

    /** All reports that can be read. */
    List<SourceReport> all() {
        List<SourceReport> reports = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = table.all()) {
            entries.forEachRemaining(entry -> {
                try {
                    reports.add(Topics.INGEST_SOURCES.codec().decode(entry.value));
                } catch (UndecodableException e) {
                    refuse(entry.key, e);
                }
            });
        }
        return reports;
    }

    private void refuse(Bytes key, UndecodableException e) {
        if (refused.add(key)) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of the topic of ingest's sources is no report and is left out");
        }
    }
}
