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
    static final String REQUESTS = "requests";
    /** Minute and cell to differences that were not sent yet. */
    static final String PENDING = "pending";
    /** Reference key to the hash of the value that every remembered request was decided with. */
    static final String APPLIED = "applied-references";
    /** Window and cell id to totals. */
    public static final String CELL_TOTALS = "cell-totals";
    /** Cell id to dimensions. */
    public static final String CELLS = "cells";
    /** Windows of cells that were not published yet. */
    static final String CELL_CHANGES = "cell-changes";
    /** Window and tag value to totals. */
    public static final String TAG_TOTALS = "tag-totals";
    /** Windows of tag values that were not published yet. */
    static final String TAG_CHANGES = "tag-changes";
    /** Tag value to the sums of its last 5 minutes, hour and 24 hours. */
    static final String TAG_ROLLING = "tag-rolling";

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

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> requests(MeteringConfig config) {
        return logged(
                config.requestStore() == StoreKind.MEMORY
                        ? Stores.inMemoryKeyValueStore(REQUESTS)
                        : Stores.persistentKeyValueStore(REQUESTS));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> onDisk(String name) {
        return logged(Stores.persistentKeyValueStore(name));
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> inMemory(String name) {
        return logged(Stores.inMemoryKeyValueStore(name));
    }

    /** Cached, so that what changes many times between two commits is written to disk and changelog once. */
    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> logged(KeyValueBytesStoreSupplier supplier) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(SMALL_SEGMENTS)
                .withCachingEnabled();
    }
}
