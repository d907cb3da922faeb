package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.AlertDelivery;
import org.apache.avro.Schema;

/** Wire form of {@link AlertDelivery}. */
public final class AlertDeliveryMapping implements AvroMapping<AlertDelivery> {

    private static final Schema SCHEMA = Schemas.current("AlertDelivery");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, AlertDelivery value) {
        out.writeString(value.alertId());
        out.writeString(value.destination());
        out.writeEnum(value.state());
        out.writeInt(value.attempts());
        out.writeString(value.receipt());
        out.writeString(value.reason());
        out.writeInstant(value.updatedAt());
    }

    @Override
    public AlertDelivery read(AvroReader in) {
        return new AlertDelivery(
                in.readString(),
                in.readString(),
                in.readEnum(AlertDelivery.State.values()),
                in.readInt(),
                in.readString(),
                in.readString(),
                in.readInstant());
    }
}
