package io.bedrockmeter.schemas.model;

/** Why an invocation has no price. */
public enum UnpricedReason {
    /** No rate card names the model. */
    UNKNOWN_MODEL,
    /** The modelId is an application inference profile that is not in the profiles table. */
    UNKNOWN_PROFILE,
    /** The model has cards, but none for this scope, Region, tier, unit or time. */
    NO_RATE,
    /** Provisioned throughput, billed by the hour. */
    PROVISIONED_THROUGHPUT,
    /** An imported model, billed by model-unit minutes. */
    IMPORTED_MODEL,
    /** A custom model or its deployment. */
    CUSTOM_MODEL,
    /** A prompt, a prompt router or another resource whose model the record does not tell. */
    UNRESOLVED_RESOURCE
}
