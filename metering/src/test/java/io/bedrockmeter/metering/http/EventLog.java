package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Totals made from single requests, in every window a metering service would keep. */
final class EventLog implements UsageSource {

    /** One request. */
    record Event(Instant time, Dimensions dimensions, Totals totals) {}

    static final Instant AS_OF = Instant.parse("2026-11-21T12:00:00Z");

    private final Windows windows;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<SourceReport> reports = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final List<Granularity> read = new CopyOnWriteArrayList<>();
    private volatile Optional<CountDownLatch> gate = Optional.empty();
    private volatile boolean unavailable;
    private volatile Optional<Instant> asOf = Optional.of(AS_OF);
    private volatile int hidden;
    private volatile Prices prices = (model, scope, region, tier, unit, at) -> Optional.empty();

    EventLog(ZoneId zone) {
        this.windows = new Windows(zone);
    }

    EventLog add(Event... more) {
        events.addAll(List.of(more));
        changes.addAndGet(more.length);
        return this;
    }

    EventLog reported(SourceReport... more) {
        reports.addAll(List.of(more));
        return this;
    }

    List<Event> events() {
        return events;
    }

    /** The lengths of windows that were read, in order. */
    List<Granularity> read() {
        return read;
    }

    /** Every reader waits until the gate opens. */
    CountDownLatch close() {
        CountDownLatch latch = new CountDownLatch(1);
        gate = Optional.of(latch);
        return latch;
    }

    /** Adds what is counted as read but has not reached the totals until {@link #settle}. */
    void addUnsettled(Event event) {
        asOf = Optional.of(AS_OF.minusSeconds(1));
        hidden = 1;
        add(event);
    }

    void settle() {
        hidden = 0;
        asOf = Optional.of(AS_OF);
    }

    /** As shortly after a start. */
    void setAsOfUnknown() {
        asOf = Optional.empty();
    }

    void setUnavailable(boolean now) {
        unavailable = now;
    }

    @Override
    public void rows(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        read.add(granularity);
        gate.ifPresent(EventLog::await);
        if (unavailable) {
            throw new SourceUnavailableException("partitions are moving");
        }
        record Cell(long start, Dimensions dimensions) {}
        Map<Cell, List<Totals>> cells = new HashMap<>();
        for (Event event : events.subList(0, events.size() - hidden)) {
            long start = windows.start(granularity, event.time().toEpochMilli());
            if (start >= from.toEpochMilli() && start < to.toEpochMilli()) {
                cells.computeIfAbsent(new Cell(start, event.dimensions()), cell -> new ArrayList<>())
                        .add(event.totals());
            }
        }
        cells.forEach((cell, totals) -> into.accept(new UsageRow(
                Instant.ofEpochMilli(cell.start()),
                cell.dimensions(),
                totals.stream().reduce(Totals.ZERO, Totals::plus))));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailableException("interrupted", e);
        }
    }

    @Override
    public Optional<Instant> asOf() {
        return asOf;
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public List<SourceReport> ingestReports() {
        return List.copyOf(reports);
    }

    /** Prices of an event are what {@link #priced} said. */
    @Override
    public Prices prices() {
        return prices;
    }

    EventLog priced(Prices newPrices) {
        prices = newPrices;
        return this;
    }

    @Override
    public CoverageFacts coverageFacts() {
        return new CoverageFacts(events.stream().map(Event::time).max(Instant::compareTo), 3, 2);
    }
}
