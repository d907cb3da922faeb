package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Parts that budgets, their states and alerts share. */
final class BudgetParts {

    private BudgetParts() {}

    static void writePercent(AvroWriter out, BigDecimal percent) {
        out.writeDecimal(percent.setScale(BudgetThreshold.SCALE, RoundingMode.UNNECESSARY)
                .unscaledValue());
    }

    static BigDecimal readPercent(AvroReader in) {
        return new BigDecimal(in.readDecimal(), BudgetThreshold.SCALE);
    }

    static void writeThreshold(AvroWriter out, BudgetThreshold threshold) {
        writePercent(out, threshold.percent());
    }

    static BudgetThreshold readThreshold(AvroReader in) {
        try {
            return new BudgetThreshold(readPercent(in));
        } catch (IllegalArgumentException e) {
            throw new UndecodableException(String.valueOf(e.getMessage()), e);
        }
    }

    static void writeWindow(AvroWriter out, BudgetWindow window) {
        out.writeInstant(window.start());
        out.writeInstant(window.end());
    }

    static BudgetWindow readWindow(AvroReader in) {
        return new BudgetWindow(in.readInstant(), in.readInstant());
    }
}
