package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;

/**
 * Everything one FOCUS row is made of.
 *
 * @param periodStart first instant of the charge period
 * @param periodEnd first instant after it
 * @param asOf when the ledger was read
 */
record FocusCharge(
        FocusSettings settings,
        Instant asOf,
        Instant periodStart,
        Instant periodEnd,
        Instant billingPeriodStart,
        Instant billingPeriodEnd,
        Dimensions cell,
        Meter meter,
        ChargeSum sum) {}
