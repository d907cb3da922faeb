package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that decides the price of one invocation.
 *
 * @param kind what was called
 * @param baseModel base model id, empty where unknown; for an application inference profile the model its entry in the
 *     profiles table names
 * @param scope whether the call was routed globally
 * @param region <em>source</em> Region of the call. Never the Region that served it: AWS prices a cross-Region call as
 *     if made in its source Region
 * @param tier service tier
 * @param tierAssumed whether no source named the tier, so the default is taken
 * @param timestamp when the call was made
 * @param quantities what was consumed, zero or more of each unit
 * @param cacheTtlKnown whether a source told which cache writes live for 5 minutes and which for 1 hour
 * @param schedule the model's rate cards, empty when there are none
 * @param discount what is taken off list prices for this account and model at that time, empty when nothing is agreed
 */
public record RatingRequest(
        ModelIdentity.Kind kind,
        String baseModel,
        Scope scope,
        String region,
        String tier,
        boolean tierAssumed,
        Instant timestamp,
        Quantities quantities,
        boolean cacheTtlKnown,
        Optional<CompiledSchedule> schedule,
        Optional<DiscountCard> discount) {}
