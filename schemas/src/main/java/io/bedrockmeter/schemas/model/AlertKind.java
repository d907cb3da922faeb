package io.bedrockmeter.schemas.model;

/** Why an alert was raised. */
public enum AlertKind {
    /** The spend reached a threshold. */
    THRESHOLD,
    /**
     * The spend was already beyond thresholds when the budget, or its filter, was introduced: names the highest and covers
     * the others.
     */
    SUMMARY,
    /**
     * The spend fell below a threshold that was raised before, by a correction or a larger amount; or what an
     * {@link #ANOMALY} or {@link #BLIND} told is over.
     */
    RECOVERED,
    /** The forecast reached a threshold that the spend has not reached. */
    FORECAST,
    /** The spend of both windows of a burn rate is too high. At most one alert per local day. */
    BURN_RATE,
    /** Somebody asked for a message to see whether it arrives. */
    TEST,
    /** A correction moved the spend of a period of which an alert was told. */
    RESTATED,
    /** A value used far more than it usually does. */
    ANOMALY,
    /** Numbers are not to be trusted: data is missing, late, unpriced or unattributed. */
    BLIND
}
