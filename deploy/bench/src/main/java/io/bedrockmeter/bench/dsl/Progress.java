package io.bedrockmeter.bench.dsl;

import java.util.concurrent.atomic.LongAdder;

/** How far the topology is. */
final class Progress {

    /** Records read from the topics. */
    final LongAdder taken = new LongAdder();

    /** Changes sent to be aggregated. */
    final LongAdder sent = new LongAdder();

    /** Of these, changes that have arrived. */
    final LongAdder received = new LongAdder();
}
