/**
 * The same job in plain Kafka Streams DSL: repeated records filtered with a store, invocations and tag events joined by a
 * stream-stream left join, totals as windowed aggregates. Tuned as one would: exactly once, one repartition for all
 * aggregates, record caches, the producer and consumer settings of metering, commit interval 1 s.
 */
@NullMarked
package io.bedrockmeter.bench.dsl;

import org.jspecify.annotations.NullMarked;
