package io.bedrockmeter.schemas.model;

/** What a budget limits. */
public enum BudgetMeasure {
    /** US dollars after discounts. */
    COST("USD"),
    /** Tokens of every kind: input, output, cache read and cache write. */
    TOKENS("tokens"),
    /** Distinct requests, failed and blocked ones included. */
    REQUESTS("requests");

    private final String unit;

    BudgetMeasure(String unit) {
        this.unit = unit;
    }

    /** The unit of amounts: {@code USD}, {@code tokens} or {@code requests}. */
    public String unit() {
        return unit;
    }
}
