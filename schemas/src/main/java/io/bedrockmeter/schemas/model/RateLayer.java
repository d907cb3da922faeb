package io.bedrockmeter.schemas.model;

/** Where a price comes from, weakest first: of two cards that fit, the one of the stronger layer is used. */
public enum RateLayer {
    /** Shipped with bedrock-meter. */
    BUNDLED,
    /** Imported from AWS price lists. */
    AWS_PRICE_LIST,
    /** Set by the operator. */
    OVERRIDE
}
