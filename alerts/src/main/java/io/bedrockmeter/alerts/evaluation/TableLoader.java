package io.bedrockmeter.alerts.evaluation;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Copies a compacted topic into a global store as it is, and counts the changes. */
final class TableLoader extends ContextualProcessor<byte[], byte[], Void, Void> {

    private final String storeName;
    private final AtomicLong version;

    TableLoader(String storeName, AtomicLong version) {
        this.storeName = storeName;
        this.version = version;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        KeyValueStore<Bytes, byte[]> store = context().getStateStore(storeName);
        Bytes key = Bytes.wrap(record.key());
        if (record.value() == null) {
            store.delete(key);
        } else {
            store.put(key, record.value());
        }
        version.incrementAndGet();
    }
}
