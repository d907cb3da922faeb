package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** Wire form of {@link Alert}. */
public final class AlertMapping implements AvroMapping<Alert> {

    private static final Schema SCHEMA = Schemas.current("Alert");
    private static final Pattern PERCENT = Pattern.compile("[0-9]+(\\.[0-9]{1,2})?");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Alert value) {
        BudgetSubject subject = value.subject();
        BudgetReading reading = value.reading();
        BudgetMeasure measure = reading.limit().measure();
        out.writeString(value.alertId());
        out.writeEnum(value.kind());
        out.writeString(subject.budgetId());
        out.writeString(subject.budgetName());
        out.writeString(subject.owner());
        BudgetParts.writeWindow(out, subject.window());
        BudgetParts.writePercent(out, value.threshold());
        out.writeArray(percentages(value.covered()), BudgetParts::writePercent);
        BudgetParts.writeAmount(out, reading.spent().value());
        BudgetParts.writeAmount(out, reading.limit().value());
        BudgetParts.writePercent(out, reading.percent());
        out.writeString(measure == BudgetMeasure.COST ? measure.unit() : "");
        out.writeInstant(value.raisedAt());
        out.writeBoolean(value.late());
        out.writeArray(value.targets(), AvroWriter::writeString);
        out.writeString(subject.instance());
        out.writeEnum(measure);
        out.writeString(value.rule());
        out.writeArray(value.covered(), AvroWriter::writeString);
        BudgetParts.writeForecast(out, reading.forecast());
        out.writeArray(value.shares(), AlertMapping::writeShare);
        BudgetParts.writeOptionalInstant(out, value.deliverAfter());
        AlertEvidenceMapping.write(out, value.evidence());
    }

    @Override
    public Alert read(AvroReader in) {
        String alertId = in.readString();
        AlertKind kind = in.readEnum(AlertKind.values());
        String budgetId = in.readString();
        String budgetName = in.readString();
        String owner = in.readString();
        BudgetWindow window = BudgetParts.readWindow(in);
        BigDecimal threshold = BudgetParts.readPercent(in);
        List<BigDecimal> coveredPercents = in.readArray(BudgetParts::readPercent);
        BigDecimal spent = BudgetParts.readAmount(in);
        BigDecimal limit = BudgetParts.readAmount(in);
        BigDecimal percent = BudgetParts.readPercent(in);
        in.readString();
        Instant raisedAt = in.readInstant();
        boolean late = in.readBoolean();
        List<String> targets = in.readArray(AvroReader::readString);
        BudgetSubject subject = new BudgetSubject(budgetId, in.readString(), budgetName, owner, window);
        BudgetMeasure measure = in.readEnum(BudgetMeasure.values());
        String rule = in.readString();
        List<String> covered = in.readArray(AvroReader::readString);
        Optional<SpendForecast> forecast = BudgetParts.readForecast(in);
        return new Alert(
                alertId,
                kind,
                subject,
                rule.isEmpty() ? label(threshold) : rule,
                threshold,
                covered.isEmpty()
                        ? coveredPercents.stream().map(AlertMapping::label).toList()
                        : covered,
                new BudgetReading(
                        BudgetParts.amount(measure, spent), BudgetParts.amount(measure, limit), percent, forecast),
                in.readArray(AlertMapping::readShare),
                raisedAt,
                BudgetParts.readOptionalInstant(in),
                late,
                targets,
                AlertEvidenceMapping.read(in));
    }

    /** The labels that are percentages, as version 1 had them. */
    private static List<BigDecimal> percentages(List<String> labels) {
        return labels.stream()
                .filter(label -> PERCENT.matcher(label).matches())
                .map(BigDecimal::new)
                .toList();
    }

    private static String label(BigDecimal percent) {
        return percent.stripTrailingZeros().toPlainString();
    }

    private static void writeShare(AvroWriter out, SpendShare share) {
        out.writeString(share.key());
        out.writeString(share.value());
        BudgetParts.writeAmount(out, share.amount());
    }

    private static SpendShare readShare(AvroReader in) {
        return new SpendShare(in.readString(), in.readString(), BudgetParts.readAmount(in));
    }
}
