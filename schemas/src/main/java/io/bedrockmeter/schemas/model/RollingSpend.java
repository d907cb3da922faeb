package io.bedrockmeter.schemas.model;

import java.time.Instant;

/** Spend of one tag value over the last five minutes, hour and 24 hours before {@code asOf}. */
public record RollingSpend(
        String tagKey, String tagValue, Instant asOf, Totals last5m, Totals last1h, Totals last24h) {}
