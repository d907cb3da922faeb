package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.util.Optional;

/** The quantity that a price in a file buys: {@code per: 1000000}, or {@code second} and {@code minute} for durations. */
public enum Per {
    ONE("1", 1, false),
    THOUSAND("1000", 1_000, false),
    MILLION("1000000", 1_000_000, false),
    SECOND("second", 1_000, true),
    MINUTE("minute", 60_000, true);

    /** What {@code per} may be, for messages. */
    static final String EXPECTED = "1, 1000, 1000000, second or minute";

    private final String text;
    private final BigDecimal units;
    private final boolean duration;

    Per(String text, long units, boolean duration) {
        this.text = text;
        this.units = BigDecimal.valueOf(units);
        this.duration = duration;
    }

    static Optional<Per> of(String text) {
        for (Per per : values()) {
            if (per.text.equals(text)) {
                return Optional.of(per);
            }
        }
        return Optional.empty();
    }

    /** The quantity in which prices of a unit are commonly quoted; a price per unit is always exact in it. */
    public static Per customary(Unit unit) {
        return switch (unit) {
            case INPUT_TOKEN, OUTPUT_TOKEN, CACHE_READ_TOKEN, CACHE_WRITE_5M_TOKEN, CACHE_WRITE_1H_TOKEN -> MILLION;
            case INPUT_AUDIO_MS, OUTPUT_AUDIO_MS, INPUT_VIDEO_MS, OUTPUT_VIDEO_MS -> SECOND;
            case INPUT_IMAGE, OUTPUT_IMAGE, SEARCH_UNIT -> ONE;
        };
    }

    /** Whether prices of this unit may be given per this quantity. */
    boolean suits(Unit unit) {
        return !duration || customary(unit) == SECOND;
    }

    /**
     * The exact price of one unit, without trailing zeros.
     *
     * @throws ArithmeticException when it has no finite decimal form
     */
    public BigDecimal perUnit(BigDecimal price) {
        return plain(price.divide(units));
    }

    /** The price of this quantity, without trailing zeros. */
    public BigDecimal ofUnit(BigDecimal usdPerUnit) {
        return plain(usdPerUnit.multiply(units));
    }

    /** As written in files. */
    String text() {
        return text;
    }

    /** One form per value, so that equal prices are equal texts on every path. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
