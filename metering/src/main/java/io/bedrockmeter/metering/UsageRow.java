package io.bedrockmeter.metering;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;

/** Totals of one cell in one window that starts at {@code windowStart}. */
public record UsageRow(Instant windowStart, Dimensions dimensions, Totals totals) {}
