package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;

/** Windows of one length that start in {@code [from, to)}. */
public record Slice(Granularity granularity, Instant from, Instant to) {}
