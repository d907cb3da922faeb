package io.bedrockmeter.bench.dsl;

import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Lets the first record of each key pass: the DSL has no operator for that. */
final class FirstOnly<V> implements FixedKeyProcessorSupplier<String, V, V> {

    private static final byte[] SEEN = {1};

    private final String store;

    FirstOnly(String store) {
        this.store = store;
    }

    @Override
    public FixedKeyProcessor<String, V, V> get() {
        return new Filter<>(store);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
                        .withCachingDisabled());
    }

    private static final class Filter<V> extends ContextualFixedKeyProcessor<String, V, V> {

        private final String name;
        private KeyValueStore<String, byte[]> seen;

        @SuppressWarnings("NullAway.Init") // seen is set by init before anything else is called
        Filter(String name) {
            this.name = name;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, V> context) {
            super.init(context);
            seen = context.getStateStore(name);
        }

        @Override
        public void process(FixedKeyRecord<String, V> record) {
            if (seen.putIfAbsent(record.key(), SEEN) == null) {
                context().forward(record);
            }
        }
    }
}
