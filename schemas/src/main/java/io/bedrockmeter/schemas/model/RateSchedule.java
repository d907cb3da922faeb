package io.bedrockmeter.schemas.model;

import java.util.List;

/** All dated prices of one base model: the value of the rate-cards topic. */
public record RateSchedule(String model, List<RateCard> cards) {
    public RateSchedule {
        cards = List.copyOf(cards);
    }
}
