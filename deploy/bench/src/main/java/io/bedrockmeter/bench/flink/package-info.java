/**
 * The same job in Flink SQL on a local cluster: records as JSON, deduplication by row number, a left join, and aggregates
 * that take back what they said before; exactly once from Kafka to Kafka. Tuned as its documentation advises: mini-batches,
 * two-phase aggregation, heap state, hours to months and tag values made from the minutes of cells.
 */
@NullMarked
package io.bedrockmeter.bench.flink;

import org.jspecify.annotations.NullMarked;
