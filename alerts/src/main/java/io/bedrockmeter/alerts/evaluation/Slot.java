package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Instant;

/**
 * One total of a budget.
 *
 * @param series what kind
 * @param instance value of the budget's {@code eachOf}, empty without
 * @param start start of the period or slot
 * @param share what used it, in a {@link Series#SHARE}; else empty
 */
record Slot(Series series, String instance, Instant start, String share) {

    static Slot period(String instance, Instant start) {
        return new Slot(Series.PERIOD, instance, start, "");
    }

    void write(AvroWriter out) {
        out.writeEnum(series);
        out.writeString(instance);
        out.writeInstant(start);
        out.writeString(share);
    }

    static Slot read(AvroReader in) {
        return new Slot(in.readEnum(Series.all()), in.readString(), in.readInstant(), in.readString());
    }
}
