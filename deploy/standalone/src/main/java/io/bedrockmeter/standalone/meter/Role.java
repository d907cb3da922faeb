package io.bedrockmeter.standalone.meter;

/** A service that a process can run: one alone in production, all of them on a laptop. */
public enum Role {
    /** Reads usage, and publishes the profiles and projects of the configuration. */
    INGEST,
    /** Keeps the totals and answers questions, and publishes the rate cards of the configuration. */
    METERING,
    /** Watches over budgets, and publishes those of the configuration. */
    ALERTS
}
