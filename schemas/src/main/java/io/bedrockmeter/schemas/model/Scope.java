package io.bedrockmeter.schemas.model;

/** Which of the two prices of a model applies: AWS sells global routing at its own, lower SKU. */
public enum Scope {
    /** A call to a model or geographic profile: priced by the source Region. */
    REGIONAL,
    /** A call through a {@code global.} profile. */
    GLOBAL;

    /** The value of the {@code scope} dimension and of rate-card files. */
    public String wireName() {
        return this == GLOBAL ? "global" : "regional";
    }
}
