package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.QuietHours;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Wire form of {@link Budget}. A budget that breaks its own rules is undecodable. */
public final class BudgetMapping implements AvroMapping<Budget> {

    private static final Schema SCHEMA = Schemas.current("Budget");
    private static final int MINUTE_SECONDS = 60;

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
        BudgetParts.writeAmount(out, value.limit().value());
        BudgetCalendarParts calendar = BudgetCalendarParts.of(value.calendar());
        calendar.writeRecurrence(out);
        List<BudgetThreshold> thresholds = value.rules().thresholds();
        out.writeArray(thresholds.stream().filter(BudgetMapping::isPlain).toList(), BudgetMapping::writePlain);
        out.writeArray(value.notice().targets(), AvroWriter::writeString);
        out.writeEnum(value.limit().measure());
        out.writeString(value.eachOf());
        calendar.writeRest(out);
        out.writeArray(
                thresholds.stream().filter(threshold -> !isPlain(threshold)).toList(), BudgetMapping::writeRule);
        out.writeArray(value.rules().burnRates(), BudgetMapping::writeBurnRate);
        BudgetParts.writeAmount(out, value.rules().minimum());
        writeQuietHours(out, value.notice().quietHours());
    }

    @Override
    public Budget read(AvroReader in) {
        try {
            String id = in.readString();
            String name = in.readString();
            String owner = in.readString();
            BudgetFilter filter = BudgetFilterMapping.read(in);
            BigDecimal amount = BudgetParts.readAmount(in);
            BudgetCalendarParts calendar = BudgetCalendarParts.readRecurrence(in);
            List<BudgetThreshold> thresholds = new ArrayList<>(in.readArray(BudgetMapping::readPlain));
            List<String> targets = in.readArray(AvroReader::readString);
            BudgetMeasure measure = in.readEnum(BudgetMeasure.values());
            String eachOf = in.readString();
            calendar = calendar.readRest(in);
            thresholds.addAll(in.readArray(BudgetMapping::readRule));
            BudgetRules rules =
                    new BudgetRules(thresholds, in.readArray(BudgetMapping::readBurnRate), BudgetParts.readAmount(in));
            return new Budget(
                    id,
                    name,
                    owner,
                    filter,
                    eachOf,
                    BudgetParts.amount(measure, amount),
                    calendar.calendar(),
                    rules,
                    new BudgetNotice(targets, readQuietHours(in)));
        } catch (IllegalArgumentException e) {
            throw new UndecodableException(String.valueOf(e.getMessage()), e);
        } catch (DateTimeException e) {
            throw new UndecodableException("zone: expected an IANA time zone; times: expected minutes of a day", e);
        }
    }

    /** What version 1 could say is still said as there. */
    private static boolean isPlain(BudgetThreshold threshold) {
        return threshold.basis() == BudgetThreshold.Basis.ACTUAL
                && threshold.unit() == BudgetThreshold.Unit.PERCENT
                && threshold.targets().isEmpty();
    }

    private static void writePlain(AvroWriter out, BudgetThreshold threshold) {
        BudgetParts.writePercent(out, threshold.value());
    }

    private static BudgetThreshold readPlain(AvroReader in) {
        return new BudgetThreshold(
                BudgetThreshold.Basis.ACTUAL, BudgetThreshold.Unit.PERCENT, BudgetParts.readPercent(in), List.of());
    }

    private static void writeRule(AvroWriter out, BudgetThreshold threshold) {
        out.writeEnum(threshold.basis());
        out.writeEnum(threshold.unit());
        BudgetParts.writeAmount(out, threshold.value());
        out.writeArray(threshold.targets(), AvroWriter::writeString);
    }

    private static BudgetThreshold readRule(AvroReader in) {
        return new BudgetThreshold(
                in.readEnum(BudgetThreshold.Basis.values()),
                in.readEnum(BudgetThreshold.Unit.values()),
                BudgetParts.readAmount(in),
                in.readArray(AvroReader::readString));
    }

    private static void writeBurnRate(AvroWriter out, BurnRate rate) {
        BudgetParts.writePercent(out, rate.factor());
        out.writeLong(rate.window().toMillis());
        out.writeLong(rate.shortWindow().toMillis());
        out.writeArray(rate.targets(), AvroWriter::writeString);
    }

    private static BurnRate readBurnRate(AvroReader in) {
        return new BurnRate(
                BudgetParts.readPercent(in),
                Duration.ofMillis(in.readLong()),
                Duration.ofMillis(in.readLong()),
                in.readArray(AvroReader::readString));
    }

    private static void writeQuietHours(AvroWriter out, Optional<QuietHours> hours) {
        out.writeBranch(hours.isPresent() ? 1 : 0);
        hours.ifPresent(quiet -> {
            out.writeInt(quiet.from().toSecondOfDay() / MINUTE_SECONDS);
            out.writeInt(quiet.to().toSecondOfDay() / MINUTE_SECONDS);
        });
    }

    private static Optional<QuietHours> readQuietHours(AvroReader in) {
        return in.readBranch(2) == 0 ? Optional.empty() : Optional.of(new QuietHours(readTime(in), readTime(in)));
    }

    private static LocalTime readTime(AvroReader in) {
        return LocalTime.ofSecondOfDay((long) in.readInt() * MINUTE_SECONDS);
    }
}
