package io.bedrockmeter.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of events. Thread-safe. */
final class Counters {

    final LongAdder sent = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder metadataLeftOut = new LongAdder();

    MeterCounts counts() {
        return new MeterCounts(
                sent.sum(), refused.sum(), dropped.sum(), repeated.sum(), failures.sum(), metadataLeftOut.sum());
    }
}
