/**
 * The ceiling: the same job as a bare loop of one thread, without a framework and without what makes a service (restoring,
 * sharing partitions, reference data that changes, questions). Reads the same records, keeps its state in arrays on the heap,
 * and writes the same ledger, the same totals and its whole state to Kafka, in transactions.
 */
@NullMarked
package io.bedrockmeter.bench.loop;

import org.jspecify.annotations.NullMarked;
