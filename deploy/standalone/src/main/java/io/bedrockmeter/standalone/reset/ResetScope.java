package io.bedrockmeter.standalone.reset;

/** What begins anew. */
public enum ResetScope {
    /** State on the disk of this machine; it is restored from Kafka. */
    STATE,
    /** The evaluation of budgets; it is made again from the usage topics. No alert is raised twice. */
    ALERTS,
    /** Ledger and totals; they are made again from the usage that is still in Kafka, and the evaluation of budgets with them. */
    METERING
}
