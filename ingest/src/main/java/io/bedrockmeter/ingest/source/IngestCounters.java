package io.bedrockmeter.ingest.source;

import io.bedrockmeter.schemas.model.RejectionCode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What ingest has done since it started. Exact; written by the sources and read by anyone, without locks. */
public final class IngestCounters {

    private static final long NO_EVENT = Long.MIN_VALUE;

    private final LongAdder read = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder tagEvents = new LongAdder();
    private final LongAdder disagreements = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Map<RejectionCode, LongAdder> refused = new EnumMap<>(RejectionCode.class);
    private final AtomicLong lastEventMs = new AtomicLong(NO_EVENT);

    public IngestCounters() {
        for (RejectionCode code : RejectionCode.values()) {
            refused.put(code, new LongAdder());
        }
    }

    void countAccepted(Instant eventTime, boolean countsDisagree) {
        read.increment();
        accepted.increment();
        if (countsDisagree) {
            disagreements.increment();
        }
        advanceEventTime(eventTime.toEpochMilli());
    }

    void countTagEvent() {
        read.increment();
        tagEvents.increment();
    }

    void countRefused(RejectionCode code) {
        read.increment();
        refused.computeIfAbsent(code, missing -> new LongAdder()).increment();
    }

    /** Content was read: so many bytes, inflated. */
    public void countBytes(long more) {
        bytes.add(more);
    }

    /** Records and events read: accepted and refused ones; a file that cannot be read counts as one. */
    public long read() {
        return read.sum();
    }

    /** Invocations accepted, from logs and from usage events. */
    public long accepted() {
        return accepted.sum();
    }

    /** Tag events accepted that carried no usage. */
    public long tagEvents() {
        return tagEvents.sum();
    }

    public long refused() {
        return refused.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long refused(RejectionCode code) {
        LongAdder count = refused.get(code);
        return count == null ? 0 : count.sum();
    }

    /** Refusals by code, only codes that occurred. */
    public Map<RejectionCode, Long> refusedByCode() {
        Map<RejectionCode, Long> counts = new EnumMap<>(RejectionCode.class);
        refused.forEach((code, count) -> {
            if (count.sum() > 0) {
                counts.put(code, count.sum());
            }
        });
        return counts;
    }

    /** Accepted records in which two places gave different counts. */
    public long disagreements() {
        return disagreements.sum();
    }

    /** Bytes of content read, inflated. */
    public long bytes() {
        return bytes.sum();
    }

    /** Event time of the latest invocation accepted so far, empty before the first. */
    public Optional<Instant> lastEventTime() {
        long last = lastEventMs.get();
        return last == NO_EVENT ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last));
    }

    private void advanceEventTime(long eventMs) {
        if (eventMs > lastEventMs.get()) {
            lastEventMs.accumulateAndGet(eventMs, Math::max);
        }
    }
}
