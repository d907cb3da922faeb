package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.SourceReport;
import org.apache.avro.Schema;

/** Wire form of {@link SourceReport}. */
public final class SourceReportMapping implements AvroMapping<SourceReport> {

    private static final Schema SCHEMA = Schemas.current("SourceReport");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, SourceReport value) {
        out.writeString(value.source());
        out.writeString(value.instanceId());
        out.writeInstant(value.completeAt());
        out.writeInstant(value.lastEventAt());
        out.writeLong(value.lagMs());
        out.writeLong(value.backfillLeftMs());
        out.writeString(value.problem());
        out.writeInstant(value.reportedAt());
    }

    @Override
    public SourceReport read(AvroReader in) {
        return new SourceReport(
                in.readString(),
                in.readString(),
                in.readInstant(),
                in.readInstant(),
                in.readLong(),
                in.readLong(),
                in.readString(),
                in.readInstant());
    }
}
