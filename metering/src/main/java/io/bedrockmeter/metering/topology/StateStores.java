package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringConfig.StoreKind;
import io.bedrockmeter.schemas.model.Granularity;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Names of the stores and sinks, and how the stores are built. Names are part of internal topic names: never change one. */
public final class StateStores {

    /** Request id to request state. */
    public static final String REQUESTS = "requests";
    /** Request id to the last ledger revision of a request that is not remembered. */
    static final String REVISIONS = "revisions";
    /** Reference key to the hash of the value that every remembered request was decided with. */
    static final String APPLIED = "applied-references";
    /** Window and cell id to totals. */
    public static final String CELL_TOTALS = "cell-totals";
    /** Cell id to dimensions. */
    public static final String CELLS = "cells";
    /** Window and tag value to totals. */
    public static final String TAG_TOTALS = "tag-totals";
    /** Tag value to the sums of its last 5 minutes, hour and 24 hours. */
    static final String TAG_ROLLING = "tag-rolling";

    static final String RATE_COMMIT = "rate-commit";
    static final String CELL_COMMIT = "cell-commit";
    static final String TAG_COMMIT = "tag-commit";

    static final String SPEND_ROLLING_SINK = "spend-rolling-sink";
    static final String LEDGER_SINK = "ledger-sink";
    static final String DEAD_LETTER_SINK = "dead-letter-sink";
    static final String CELL_DELTAS = "cell-deltas-repartition-filter";
    static final String TAG_DELTAS = "tag-deltas-repartition-filter";

    private static final Map<String, String> SMALL_SEGMENTS =
            Map.of("segment.bytes", "67108864", "min.cleanable.dirty.ratio", "0.2");

    private StateStores() {}

    static String usageSink(Granularity granularity) {
        return "usage-" + granularity.wireName() + "-sink";
    }

    static String spendSink(Granularity granularity) {
        return "spend-by-tag-" + granularity.wireName() + "-sink";
    }

    /** A store by request id, where the configuration wants those. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> byRequest(String name, MeteringConfig config) {
        return config.requestStore() == StoreKind.MEMORY ? inMemory(name) : onDisk(name);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> onDisk(String name) {
        return logged(Stores.persistentKeyValueStore(name));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> inMemory(String name) {
        return logged(Stores.inMemoryKeyValueStore(name));
    }

    /** Without Kafka Streams' record cache: {@link WriteBack} combines what changes many times between two commits. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(SMALL_SEGMENTS)
                .withCachingDisabled();
    }
}
