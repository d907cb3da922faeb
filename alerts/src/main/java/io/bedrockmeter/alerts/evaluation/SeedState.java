package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;

/**
 * How far a budget's history is counted in one partition.
 *
 * @param fingerprint the scope that is counted
 * @param stage how far
 */
record SeedState(long fingerprint, Stage stage) {

    enum Stage {
        /** Part of the run in progress: counted up to its position. */
        RUNNING,
        /** Counted; its totals and the message that they are complete are to be sent. */
        COUNTED,
        /** All told. */
        TOLD
    }

    private static final Stage[] STAGES = Stage.values();

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeLong(fingerprint);
        out.writeEnum(stage);
        return out.toBytes();
    }

    static SeedState of(byte[] bytes) {
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        return new SeedState(in.readLong(), in.readEnum(STAGES));
    }
}
