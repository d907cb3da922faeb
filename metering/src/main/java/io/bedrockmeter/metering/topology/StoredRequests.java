package io.bedrockmeter.metering.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Reads what is remembered of requests from the local stores; at most one commit behind. Thread-safe. */
public final class StoredRequests {

    private final StoredUsage.LocalStores stores;

    StoredRequests(StoredUsage.LocalStores stores) {
        this.stores = stores;
    }

    /** How many requests are remembered, about; Kafka Streams fails with an exception while stores move. */
    public long estimatedCount() {
        return stores.get(StateStores.REQUESTS).approximateNumEntries();
    }

    /**
     * What is remembered of a request: the stored form of a {@link io.bedrockmeter.metering.request.RequestState}. Empty when
     * nothing is, or when another instance has it.
     */
    public Optional<byte[]> find(String requestId) {
        return Optional.ofNullable(
                stores.get(StateStores.REQUESTS).get(Bytes.wrap(requestId.getBytes(StandardCharsets.UTF_8))));
    }
}
