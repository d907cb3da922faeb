package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** List prices. Thread-safe. */
@FunctionalInterface
public interface Prices {

    /**
     * The list price in US dollars of one unit, for a call with a short prompt; empty when there is none.
     *
     * @param model base model id
     * @param region source Region of the call
     * @param tier service tier
     * @param at when the call is made
     */
    Optional<BigDecimal> usdPerUnit(String model, Scope scope, String region, String tier, Unit unit, Instant at);
}
