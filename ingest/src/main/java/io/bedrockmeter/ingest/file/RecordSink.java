package io.bedrockmeter.ingest.file;

import io.bedrockmeter.ingest.refusal.Refusal;

/** Takes what a {@link RecordReader} finds, in the order of the files. */
public interface RecordSink {

    /** One JSON document. The buffer is only valid during the call. */
    void accept(byte[] buffer, int offset, int length, RecordOrigin origin);

    /** A document or a whole file that cannot be read. */
    void refuse(Refusal refusal);

    /** Something worth knowing that loses no record, for example an empty file. */
    void warn(String origin, String message);
}
