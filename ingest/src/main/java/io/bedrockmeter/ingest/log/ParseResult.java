package io.bedrockmeter.ingest.log;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.Invocation;

/** What became of one document: an invocation, or the reason why not. */
public sealed interface ParseResult {

    /**
     * The document is a record.
     *
     * @param invocation what it says
     * @param countsDisagree whether two places of the record gave different counts; the more trusted one was taken
     */
    record Parsed(Invocation invocation, boolean countsDisagree) implements ParseResult {}

    /** The document is no record, or a damaged one. */
    record Refused(Rejection rejection) implements ParseResult {}
}
