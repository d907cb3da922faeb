package io.bedrockmeter.bench.dsl;

import java.util.concurrent.atomic.LongAdder;

/** How far the topology is. */
final class Progress {

    /** Records read from the topics. */
    final LongAdder taken = new LongAdder();

    /** Changes sent to be aggregated. */
    final LongAdder sent = new LongAdder();

    /** Changes that have arrived there. */
    final LongAdder received = new LongAdder();
}
