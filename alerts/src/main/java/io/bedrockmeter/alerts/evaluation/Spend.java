package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;

/**
 * What budgets add up.
 *
 * @param cost US dollars after discounts
 * @param tokens tokens of every kind
 * @param requests requests
 * @param unpriced of these, ones without a price
 * @param unattributed of these, ones without any tag
 * @param asOf when the youngest usage in it was last changed
 */
record Spend(Money cost, long tokens, long requests, long unpriced, long unattributed, Instant asOf) {

    static final Spend NONE = new Spend(Money.ZERO, 0, 0, 0, 0, Instant.EPOCH);

    static Spend of(Totals totals, Instant asOf) {
        return new Spend(
                totals.cost(),
                totals.quantities().totalTokens(),
                totals.requests(),
                totals.unpriced(),
                totals.unattributed(),
                asOf);
    }

    /** What a budget of this measure looks at. */
    BudgetAmount amount(BudgetMeasure measure) {
        return switch (measure) {
            case COST -> BudgetAmount.usd(cost);
            case TOKENS -> BudgetAmount.tokens(tokens);
            case REQUESTS -> BudgetAmount.requests(requests);
        };
    }

    Spend plus(Spend other) {
        return new Spend(
                cost.plus(other.cost),
                Math.addExact(tokens, other.tokens),
                Math.addExact(requests, other.requests),
                Math.addExact(unpriced, other.unpriced),
                Math.addExact(unattributed, other.unattributed),
                asOf.isAfter(other.asOf) ? asOf : other.asOf);
    }

    /** What changed since {@code earlier}, as of now. */
    Spend since(Spend earlier) {
        return new Spend(
                cost.minus(earlier.cost),
                Math.subtractExact(tokens, earlier.tokens),
                Math.subtractExact(requests, earlier.requests),
                Math.subtractExact(unpriced, earlier.unpriced),
                Math.subtractExact(unattributed, earlier.unattributed),
                asOf);
    }

    /** Whether adding this changes nothing but the time. */
    boolean isNothing() {
        return cost.signum() == 0 && tokens == 0 && requests == 0 && unpriced == 0 && unattributed == 0;
    }

    void write(AvroWriter out) {
        out.writeMoney(cost);
        out.writeLong(tokens);
        out.writeLong(requests);
        out.writeLong(unpriced);
        out.writeInstant(asOf);
        out.writeLong(unattributed);
    }

    /** Reads a spend that nothing follows: those written by older programs end before the unattributed requests. */
    static Spend read(AvroReader in) {
        Money cost = in.readMoney();
        long tokens = in.readLong();
        long requests = in.readLong();
        long unpriced = in.readLong();
        Instant asOf = in.readInstant();
        return new Spend(cost, tokens, requests, unpriced, in.remaining() > 0 ? in.readLong() : 0, asOf);
    }

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        write(out);
        return out.toBytes();
    }

    static Spend of(byte[] bytes) {
        return read(new AvroReader(bytes, 0, bytes.length));
    }
}
