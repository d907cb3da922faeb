package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.Schema;

/** Wire form of {@link BudgetStatus}. */
public final class BudgetStatusMapping implements AvroMapping<BudgetStatus> {

    private static final Schema SCHEMA = Schemas.current("BudgetStatus");
    private static final int OK = 0;
    private static final int BREACHED = 1;

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, BudgetStatus value) {
        BudgetSubject subject = value.subject();
        BudgetReading reading = value.reading();
        out.writeString(subject.budgetId());
        out.writeString(subject.budgetName());
        out.writeString(subject.owner());
        BudgetParts.writeWindow(out, subject.window());
        out.writeInstant(value.coveredFrom());
        BudgetParts.writeAmount(out, reading.spent().value());
        BudgetParts.writeAmount(out, reading.limit().value());
        BudgetParts.writePercent(out, reading.percent());
        writeState(out, value.state());
        out.writeLong(value.requests());
        out.writeLong(value.unpriced());
        out.writeInstant(value.asOf());
        out.writeString(subject.instance());
        out.writeEnum(reading.limit().measure());
        out.writeString(value.state() instanceof BudgetState.Breached breached ? breached.rule() : "");
        BudgetParts.writeForecast(out, reading.forecast());
    }

    @Override
    public BudgetStatus read(AvroReader in) {
        String budgetId = in.readString();
        String budgetName = in.readString();
        String owner = in.readString();
        BudgetWindow window = BudgetParts.readWindow(in);
        Instant coveredFrom = in.readInstant();
        BigDecimal spent = BudgetParts.readAmount(in);
        BigDecimal limit = BudgetParts.readAmount(in);
        BigDecimal percent = BudgetParts.readPercent(in);
        Optional<BigDecimal> breached = readBreached(in);
        long requests = in.readLong();
        long unpriced = in.readLong();
        Instant asOf = in.readInstant();
        BudgetSubject subject = new BudgetSubject(budgetId, in.readString(), budgetName, owner, window);
        BudgetMeasure measure = in.readEnum(BudgetMeasure.values());
        String rule = in.readString();
        return new BudgetStatus(
                subject,
                coveredFrom,
                new BudgetReading(
                        BudgetParts.amount(measure, spent),
                        BudgetParts.amount(measure, limit),
                        percent,
                        BudgetParts.readForecast(in)),
                state(breached, rule),
                requests,
                unpriced,
                asOf);
    }

    /** The enum for readers that group by state, then the level where there is one. */
    private static void writeState(AvroWriter out, BudgetState state) {
        if (state instanceof BudgetState.Breached breached) {
            out.writeLong(BREACHED);
            out.writeBranch(1);
            BudgetParts.writePercent(out, breached.percent());
        } else {
            out.writeLong(OK);
            out.writeBranch(0);
        }
    }

    private static Optional<BigDecimal> readBreached(AvroReader in) {
        int symbol = in.readInt();
        int branch = in.readBranch(2);
        if (symbol == OK && branch == 0) {
            return Optional.empty();
        }
        if (symbol == BREACHED && branch == 1) {
            return Optional.of(BudgetParts.readPercent(in));
        }
        throw new UndecodableException("state: expected OK without or BREACHED with a level");
    }

    /** Version 1 knew percentages only: the level is the label. */
    private static BudgetState state(Optional<BigDecimal> breached, String rule) {
        return breached.<BudgetState>map(percent -> new BudgetState.Breached(
                        rule.isEmpty() ? percent.stripTrailingZeros().toPlainString() : rule, percent))
                .orElseGet(BudgetState.Ok::new);
    }
}
