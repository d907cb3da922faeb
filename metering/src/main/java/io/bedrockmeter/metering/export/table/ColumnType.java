package io.bedrockmeter.metering.export.table;

/** What a column holds, and how Parquet types it. */
public enum ColumnType {
    /** UTF-8 text: {@code STRING}. */
    TEXT(Value.Text.class),
    /** A whole number of 64 bits: {@code INT64}. */
    WHOLE(Value.Whole.class),
    /** A decimal of at most 26 digits before and {@value #DECIMAL_SCALE} after the point: {@code DECIMAL(38, 12)}. */
    DECIMAL(Value.Decimal.class),
    /** An instant to the millisecond: {@code TIMESTAMP(MILLIS)}, adjusted to UTC. */
    TIME(Value.Time.class),
    /** True or false: {@code BOOLEAN}. */
    FLAG(Value.Flag.class);

    /** Digits of every decimal. */
    public static final int DECIMAL_PRECISION = 38;

    /** Digits after the point of every decimal. */
    public static final int DECIMAL_SCALE = 12;

    private final Class<? extends Value> holds;

    ColumnType(Class<? extends Value> holds) {
        this.holds = holds;
    }

    boolean accepts(Value value) {
        return holds.isInstance(value);
    }
}
