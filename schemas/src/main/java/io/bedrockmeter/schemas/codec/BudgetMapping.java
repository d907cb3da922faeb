package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import org.apache.avro.Schema;

/** Wire form of {@link Budget}. A budget that breaks its own rules is undecodable. */
public final class BudgetMapping implements AvroMapping<Budget> {

    private static final Schema SCHEMA = Schemas.current("Budget");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Budget value) {
        out.writeString(value.id());
        out.writeString(value.name());
        out.writeString(value.owner());
        BudgetFilterMapping.write(out, value.filter());
        out.writeMoney(value.amount());
        out.writeEnum(value.calendar().period());
        out.writeString(value.calendar().zone().getId());
        out.writeEnum(value.calendar().weekStart());
        out.writeArray(value.thresholds(), BudgetParts::writeThreshold);
        out.writeArray(value.targets(), AvroWriter::writeString);
    }

    @Override
    public Budget read(AvroReader in) {
        try {
            return new Budget(
                    in.readString(),
                    in.readString(),
                    in.readString(),
                    BudgetFilterMapping.read(in),
                    in.readMoney(),
                    readCalendar(in),
                    in.readArray(BudgetParts::readThreshold),
                    in.readArray(AvroReader::readString));
        } catch (IllegalArgumentException e) {
            throw new UndecodableException(String.valueOf(e.getMessage()), e);
        } catch (DateTimeException e) {
            throw new UndecodableException("zone: expected an IANA time zone", e);
        }
    }

    private static BudgetCalendar readCalendar(AvroReader in) {
        return new BudgetCalendar(
                in.readEnum(BudgetPeriod.values()), ZoneId.of(in.readString()), in.readEnum(DayOfWeek.values()));
    }
}
