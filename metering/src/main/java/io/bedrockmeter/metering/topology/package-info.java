/**
 * The Kafka Streams application. Told in prose:
 *
 * <p>Invocations and tag events of a request meet in one task, because both are keyed by request id. The <em>rate</em>
 * stage keeps one state per request: deduplication, join and correction at once. Whatever changes what the request should
 * cost or who should pay goes to the ledger topic at once, as a first entry or as a reversal and a new entry. The same
 * difference is added to a small <em>pending</em> store, keyed by minute and cell. A few times a second the pending
 * differences travel on, once by cell and once by tag value, so what crosses the repartition topics grows with active
 * cells and not with requests. The two <em>totals</em> stages add each difference to its minute, hour, day and month in one
 * pass, and publish the windows that changed. Sums commute: order and lateness do not matter, and nothing is dropped.
 *
 * <p>Profiles, projects and rate cards are global tables. When one of them changes, every request that was decided with it
 * is decided again, in small steps between records.
 */
@NullMarked
package io.bedrockmeter.metering.topology;

import org.jspecify.annotations.NullMarked;
