package io.bedrockmeter.metering;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What this process has metered since it started. Counts, not ledger facts: a replay after a crash counts again. */
public final class MeteringCounters {

    /** Records read from the invocations topic. */
    public final LongAdder invocations = new LongAdder();

    /** Records read from the tag-events topic. */
    public final LongAdder tagEvents = new LongAdder();

    /** Records read from the adjustments topic. */
    public final LongAdder adjustments = new LongAdder();

    /** Adjustments of an entry that was no longer in force. */
    public final LongAdder staleAdjustments = new LongAdder();

    /** Records that brought nothing new. */
    public final LongAdder duplicates = new LongAdder();

    /** Corrections entered in the ledger. */
    public final LongAdder corrections = new LongAdder();

    /** Entries in the ledger, first ones and those of corrections; reversals are not counted. */
    public final LongAdder entries = new LongAdder();

    /** Of these, ones without a price. */
    public final LongAdder unpriced = new LongAdder();

    /** Of these, ones for which no source gave any taxonomy tag. */
    public final LongAdder unattributed = new LongAdder();

    /** Records sent to the dead-letter topic. */
    public final LongAdder deadLetters = new LongAdder();

    /** Entries on which sources disagreed about a tag. */
    public final LongAdder tagConflicts = new LongAdder();

    /** Entries whose cell was over the cap and went to OTHER. */
    public final LongAdder cappedCells = new LongAdder();

    /** Differences that came for a window beyond its retention, counted once per window. */
    public final LongAdder expiredWindows = new LongAdder();

    /** Requests forgotten because their horizon passed. */
    public final LongAdder forgottenRequests = new LongAdder();

    /** Shows every count in a registry, as {@code bedrock.meter.metering.*}. */
    public void bindTo(MeterRegistry registry) {
        counter(registry, "invocations", "Records read from the invocations topic", invocations);
        counter(registry, "tag.events", "Records read from the tag-events topic", tagEvents);
        counter(registry, "adjustments", "Records read from the adjustments topic", adjustments);
        counter(registry, "adjustments.stale", "Adjustments of an entry no longer in force", staleAdjustments);
        counter(registry, "duplicates", "Records that brought nothing new", duplicates);
        counter(registry, "corrections", "Corrections entered in the ledger", corrections);
        counter(registry, "entries", "Entries in the ledger, reversals not counted", entries);
        counter(registry, "entries.unpriced", "Entries without a price", unpriced);
        counter(registry, "entries.unattributed", "Entries for which no source gave any tag", unattributed);
        counter(registry, "dead.letters", "Records sent to the dead-letter topic", deadLetters);
        counter(registry, "tag.conflicts", "Entries on which sources disagreed about a tag", tagConflicts);
        counter(registry, "capped.cells", "Entries whose cell was over the cap", cappedCells);
        counter(registry, "windows.expired", "Windows not changed because they are no longer kept", expiredWindows);
        counter(registry, "requests.forgotten", "Requests forgotten after their horizon", forgottenRequests);
    }

    private static void counter(MeterRegistry registry, String name, String what, LongAdder count) {
        FunctionCounter.builder("bedrock.meter.metering." + name, count, LongAdder::sum)
                .description(what)
                .register(registry);
    }
}
