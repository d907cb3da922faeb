/** Metering: turns invocations into the ledger and exact totals. Start reading at {@code MeteringService}. */
@NullMarked
package io.bedrockmeter.metering;

import org.jspecify.annotations.NullMarked;
