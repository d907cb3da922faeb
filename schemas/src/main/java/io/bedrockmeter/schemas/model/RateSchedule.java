package io.bedrockmeter.schemas.model;

import java.util.List;

/** All dated prices of one base model. */
public record RateSchedule(String model, List<RateCard> cards) implements RateRecord {
    public RateSchedule {
        cards = List.copyOf(cards);
    }

    /** The base model id. */
    @Override
    public String key() {
        return model;
    }
}
