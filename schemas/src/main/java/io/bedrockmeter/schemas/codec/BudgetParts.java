package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/** Parts that budgets, their states and alerts share. */
final class BudgetParts {

    private BudgetParts() {}

    static void writePercent(AvroWriter out, BigDecimal percent) {
        writeDecimal(out, percent, BudgetThreshold.PERCENT_SCALE);
    }

    static BigDecimal readPercent(AvroReader in) {
        return readDecimal(in, BudgetThreshold.PERCENT_SCALE);
    }

    static void writeDecimal(AvroWriter out, BigDecimal value, int scale) {
        out.writeDecimal(value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue());
    }

    static BigDecimal readDecimal(AvroReader in, int scale) {
        return new BigDecimal(in.readDecimal(), scale);
    }

    static void writeAmount(AvroWriter out, BigDecimal amount) {
        writeDecimal(out, amount, Money.SCALE);
    }

    static BigDecimal readAmount(AvroReader in) {
        return readDecimal(in, Money.SCALE);
    }

    static BudgetAmount amount(BudgetMeasure measure, BigDecimal value) {
        try {
            return new BudgetAmount(measure, value);
        } catch (ArithmeticException e) {
            throw new UndecodableException("amount: expected a whole number of " + measure.unit(), e);
        }
    }

    static void writeWindow(AvroWriter out, BudgetWindow window) {
        out.writeInstant(window.start());
        out.writeInstant(window.end());
    }

    static BudgetWindow readWindow(AvroReader in) {
        return new BudgetWindow(in.readInstant(), in.readInstant());
    }

    static void writeOptionalInstant(AvroWriter out, Optional<Instant> instant) {
        out.writeBranch(instant.isPresent() ? 1 : 0);
        instant.ifPresent(out::writeInstant);
    }

    static Optional<Instant> readOptionalInstant(AvroReader in) {
        return in.readBranch(2) == 0 ? Optional.empty() : Optional.of(in.readInstant());
    }

    static void writeForecast(AvroWriter out, Optional<SpendForecast> forecast) {
        out.writeBranch(forecast.isPresent() ? 1 : 0);
        forecast.ifPresent(value -> {
            writeDecimal(out, value.expected(), SpendForecast.SCALE);
            writeDecimal(out, value.low(), SpendForecast.SCALE);
            writeDecimal(out, value.high(), SpendForecast.SCALE);
        });
    }

    static Optional<SpendForecast> readForecast(AvroReader in) {
        return in.readBranch(2) == 0
                ? Optional.empty()
                : Optional.of(new SpendForecast(
                        readDecimal(in, SpendForecast.SCALE),
                        readDecimal(in, SpendForecast.SCALE),
                        readDecimal(in, SpendForecast.SCALE)));
    }
}
