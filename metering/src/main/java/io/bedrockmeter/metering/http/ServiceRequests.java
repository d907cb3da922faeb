package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.explain.HistorySearch;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsException;

/** The requests of a running metering service. */
public final class ServiceRequests implements RequestSource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MeteringService service;
    private final HistorySearch search;

    public ServiceRequests(MeteringService service, KafkaSettings kafka) {
        this.service = service;
        this.search = new HistorySearch(kafka, PATIENCE);
    }

    @Override
    public Optional<byte[]> remembered(String requestId) {
        try {
            return service.requests().find(requestId);
        } catch (StreamsException e) {
            throw new SourceUnavailableException("requests cannot be looked up in this instance yet", e);
        }
    }

    @Override
    public History history(String requestId, RequestState state) {
        return search.find(requestId, state);
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }
}
