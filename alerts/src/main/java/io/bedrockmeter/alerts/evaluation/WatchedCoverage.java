package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All usage, minute by minute: whether any arrives, and how much of it has a price and tags. */
final class WatchedCoverage implements Counted {

    /** No budget id has a colon. */
    static final String ID = "blind:coverage";

    private static final ScopeKey SCOPE = ScopeKey.of(ID, new byte[0]);

    @Override
    public ScopeKey scope() {
        return SCOPE;
    }

    @Override
    public String eachOf() {
        return "";
    }

    @Override
    public Optional<String> instanceOf(Dimensions cell) {
        return Optional.of("");
    }

    @Override
    public List<Slot> slots(String instance, List<String> shares, Instant time, Instant now) {
        return time.isAfter(now.minus(Series.MINUTES_KEPT))
                ? List.of(new Slot(Series.MINUTE, instance, Series.MINUTE.slotAt(time), ""))
                : List.of();
    }

    @Override
    public boolean isOver(Slot slot, Expiry expiry) {
        return slot.start().isBefore(expiry.now().minus(Series.MINUTES_KEPT));
    }
}
