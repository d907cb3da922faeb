/**
 * The ways in over HTTP: Data Firehose deliveries, CloudEvents, log records as JSON lines. A request is answered with success
 * only after Kafka has committed everything it brought; many requests share one transaction. All memory that requests can
 * take is counted in bytes and limited; what is over the limit is refused, never dropped.
 */
@NullMarked
package io.bedrockmeter.ingest.http;

import org.jspecify.annotations.NullMarked;
