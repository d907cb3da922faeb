package io.bedrockmeter.metering.export.table;

import java.math.BigDecimal;
import java.time.Instant;

/** One field of a row. */
public sealed interface Value {

    /** No value: null in Parquet, an empty field in CSV. */
    Value ABSENT = Absent.VALUE;

    static Value of(String text) {
        return new Text(text);
    }

    /** The text, or {@link #ABSENT} where it is empty. */
    static Value ofNonEmpty(String text) {
        return text.isEmpty() ? ABSENT : new Text(text);
    }

    static Value of(long number) {
        return new Whole(number);
    }

    static Value of(BigDecimal number) {
        return new Decimal(number);
    }

    static Value of(Instant time) {
        return new Time(time);
    }

    static Value of(boolean flag) {
        return new Flag(flag);
    }

    /** Text of any characters. */
    record Text(String text) implements Value {}

    /** A whole number. */
    record Whole(long number) implements Value {}

    /** An exact decimal. */
    record Decimal(BigDecimal number) implements Value {}

    /** An instant. */
    record Time(Instant time) implements Value {}

    /** True or false. */
    record Flag(boolean flag) implements Value {}

    /** No value. */
    enum Absent implements Value {
        VALUE
    }
}
