package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Totals;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What lines are sorted by. */
public enum SortBy {
    COST,
    REQUESTS,
    /** All tokens: input, output, cache read and cache write. */
    TOKENS,
    /** Window, then values. */
    KEY;

    /** The one with a wire name. */
    public static Optional<SortBy> of(String wireName) {
        return Arrays.stream(values())
                .filter(sort -> sort.wireName().equals(wireName))
                .findFirst();
    }

    /** Name in questions. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The number to compare; the same for all where only the key counts. */
    BigInteger measure(Totals totals) {
        return switch (this) {
            case COST -> totals.cost().picos();
            case REQUESTS -> BigInteger.valueOf(totals.requests());
            case TOKENS -> BigInteger.valueOf(totals.quantities().totalTokens());
            case KEY -> BigInteger.ZERO;
        };
    }
}
