package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.request.RequestState;
import java.time.Duration;
import java.util.Optional;

/** Remembers nothing. */
record NoRequests() implements RequestSource {

    @Override
    public Optional<byte[]> remembered(String requestId) {
        return Optional.empty();
    }

    @Override
    public History history(String requestId, RequestState state) {
        throw new AssertionError("nothing is remembered of " + requestId);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(1);
    }
}
