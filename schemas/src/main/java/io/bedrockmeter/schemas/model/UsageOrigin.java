package io.bedrockmeter.schemas.model;

/** Where the knowledge of an invocation comes from, weakest first: a stronger origin replaces a weaker one. */
public enum UsageOrigin {
    /** Reported by a caller or gateway, where no log record exists (bedrock-mantle) or before it arrives. */
    USAGE_EVENT,
    /** A Bedrock model invocation log record. */
    INVOCATION_LOG
}
