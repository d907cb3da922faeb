package io.bedrockmeter.schemas.model;

/** Who said a tag, in the default trust order, most trusted first. */
public enum TagSource {
    PROFILE,
    PROJECT,
    TAG_EVENT,
    PRINCIPAL,
    /** The caller's own request metadata, or a tag event of a sender that was not authenticated. */
    REQUEST_METADATA,
    /** Nobody: the value is the configured default or UNATTRIBUTED. */
    DEFAULT
}
