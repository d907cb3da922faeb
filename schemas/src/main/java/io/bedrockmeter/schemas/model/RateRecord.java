package io.bedrockmeter.schemas.model;

/** A value of the rate-cards topic: all prices of a model, or all discounts of an account. */
public sealed interface RateRecord permits RateSchedule, DiscountSchedule {

    /** Its key on the topic. */
    String key();
}
