package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import org.apache.avro.Schema;

/** Wire form of {@link Alert}. */
public final class AlertMapping implements AvroMapping<Alert> {

    private static final Schema SCHEMA = Schemas.current("Alert");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Alert value) {
        out.writeString(value.alertId());
        out.writeEnum(value.kind());
        out.writeString(value.budgetId());
        out.writeString(value.budgetName());
        out.writeString(value.owner());
        BudgetParts.writeWindow(out, value.window());
        BudgetParts.writeThreshold(out, value.threshold());
        out.writeArray(value.covered(), BudgetParts::writeThreshold);
        out.writeMoney(value.spent());
        out.writeMoney(value.amount());
        BudgetParts.writePercent(out, value.percent());
        out.writeString(value.currency());
        out.writeInstant(value.raisedAt());
        out.writeBoolean(value.late());
        out.writeArray(value.targets(), AvroWriter::writeString);
    }

    @Override
    public Alert read(AvroReader in) {
        return new Alert(
                in.readString(),
                in.readEnum(AlertKind.values()),
                in.readString(),
                in.readString(),
                in.readString(),
                BudgetParts.readWindow(in),
                BudgetParts.readThreshold(in),
                in.readArray(BudgetParts::readThreshold),
                in.readMoney(),
                in.readMoney(),
                BudgetParts.readPercent(in),
                in.readString(),
                in.readInstant(),
                in.readBoolean(),
                in.readArray(AvroReader::readString));
    }
}
