package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.explain.Explanation;
import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.explain.Sighting;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The requests that the production topology remembers, and the lines it wrote to the ledger. */
record MeteredRequests(MeteringHarness metering) implements RequestSource {

    @Override
    public Optional<byte[]> remembered(String requestId) {
        return metering.requests().find(requestId);
    }

    @Override
    public History history(String requestId, RequestState state) {
        List<Sighting<LedgerEntry>> lines = metering.ledger().stream()
                .filter(line -> line.requestId().equals(requestId))
                .map(line -> new Sighting<>("ledger", metering.now(), line))
                .toList();
        List<Sighting<Invocation>> calls = state.invocation()
                .map(call -> List.of(new Sighting<>(Sighting.MEMORY, metering.now(), call.invocation())))
                .orElse(List.of());
        return new History(
                new Explanation(requestId, calls, List.of(), lines, state.entry()), true, Optional.of(metering.now()));
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(5);
    }
}
