package io.bedrockmeter.schemas.model;

/** Why a ledger entry was made. */
public enum EntryReason {
    /** The first time the request is entered. */
    FIRST,
    /** A better record of the same request arrived, for example the real counts after a stream's start record. */
    BETTER_RECORD,
    /** A tag event changed attribution, tier or cache time to live. */
    TAG_EVENT,
    /** A profile, project or price became known or changed. */
    REFERENCE_DATA,
    /** An operator had the request priced again; the note of the entry says why. */
    RERATED
}
