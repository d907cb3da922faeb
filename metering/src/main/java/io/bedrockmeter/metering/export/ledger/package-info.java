/** The ledger read from end to end: the port, its Kafka adapter, and totals of a time range taken straight from it. */
@NullMarked
package io.bedrockmeter.metering.export.ledger;

import org.jspecify.annotations.NullMarked;
