package io.bedrockmeter.ingest.file;

import io.bedrockmeter.schemas.model.RejectionCode;

/** Takes what the {@link JsonFramer} cuts out. */
interface Frames {

    /**
     * One JSON value; whether it is well formed beyond its brackets is for the parser to find. The buffer is only valid
     * during the call.
     *
     * @param line line on which it starts, counted from 1
     * @param document its number on that line, counted from 1
     */
    void document(byte[] buffer, int offset, int length, long line, int document);

    /**
     * Something that is no JSON value.
     *
     * @param sizeBytes its length
     */
    void broken(RejectionCode code, String reason, long line, int document, long sizeBytes);
}
