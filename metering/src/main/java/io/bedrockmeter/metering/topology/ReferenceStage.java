package io.bedrockmeter.metering.topology;

import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Reads one compacted topic whole, on every instance. The store is in memory on purpose: it is read again from the
 * beginning at every start, so that every value passes the processor.
 */
final class ReferenceStage implements Processor<String, byte[], Void, Void> {

    private final String store;
    private final BiConsumer<String, byte[]> table;
    private KeyValueStore<String, byte[]> values;

    @SuppressWarnings("NullAway.Init") // values is set by init before anything else is called
    private ReferenceStage(String store, BiConsumer<String, byte[]> table) {
        this.store = store;
        this.table = table;
    }

    /** Feeds {@code table} with each key and value of a topic; the value is null where the key was deleted. */
    static void add(StreamsBuilder builder, String topic, String name, BiConsumer<String, byte[]> table) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic,
                Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name + "-source"),
                () -> new ReferenceStage(name, table));
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        values = context.getStateStore(store);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.key() != null) {
            values.put(record.key(), record.value());
            table.accept(record.key(), record.value());
        }
    }
}
