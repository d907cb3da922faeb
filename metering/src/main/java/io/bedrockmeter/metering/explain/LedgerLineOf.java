package io.bedrockmeter.metering.explain;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.RecordCodec;
import java.util.Arrays;

/**
 * Tells ledger lines of one request from all others without decoding them: the request id is the first field of every
 * version of the schema.
 */
final class LedgerLineOf {

    private final byte[] firstField;

    LedgerLineOf(String requestId) {
        AvroWriter out = new AvroWriter();
        out.writeString(requestId);
        firstField = out.toBytes();
    }

    boolean matches(byte[] value) {
        int end = RecordCodec.HEADER_BYTES + firstField.length;
        return value.length >= end
                && Arrays.equals(value, RecordCodec.HEADER_BYTES, end, firstField, 0, firstField.length);
    }
}
