/**
 * What metering remembers of one request: its best-known record, what tag events said, and what was entered in the
 * ledger. At once deduplication, join and correction. No Kafka here.
 */
@NullMarked
package io.bedrockmeter.metering.request;

import org.jspecify.annotations.NullMarked;
