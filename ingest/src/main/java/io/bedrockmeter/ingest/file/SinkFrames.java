package io.bedrockmeter.ingest.file;

import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.schemas.model.RejectionCode;

/** Hands what a framer cuts out to a sink, with its place in the source. */
record SinkFrames(String source, RecordSink sink) implements Frames {

    @Override
    public void document(byte[] buffer, int offset, int length, long line, int document) {
        sink.accept(buffer, offset, length, new RecordOrigin(source, line, document));
    }

    @Override
    public void broken(RejectionCode code, String reason, long line, int document, long sizeBytes) {
        String origin = new RecordOrigin(source, line, document).toString();
        sink.refuse(new Refusal(Rejection.of(code, reason), origin, sizeBytes));
    }
}
