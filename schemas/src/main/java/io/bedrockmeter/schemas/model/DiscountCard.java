package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One dated discount off list prices. Discounts do not add up: of those in force the most specific one is taken, account and
 * model before account before model before everything.
 *
 * @param account AWS account id of the caller, or {@link #ANY}
 * @param model base model id, or {@link #ANY}
 * @param percent what is taken off, 0 to 100; 0 exempts from a less specific discount
 * @param effectiveFrom first instant at which it holds
 * @param effectiveTo first instant at which it no longer holds, empty while open-ended
 * @param source where it was agreed, for readers
 * @param version version of that source
 */
public record DiscountCard(
        String account,
        String model,
        BigDecimal percent,
        Instant effectiveFrom,
        Optional<Instant> effectiveTo,
        String source,
        String version)
        implements DatedCard {

    /** Stands for every account or every model. */
    public static final String ANY = "*";
}
