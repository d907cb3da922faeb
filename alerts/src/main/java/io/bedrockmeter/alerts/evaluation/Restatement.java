package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a period has moved from what was told of it, by corrections. While the period is open only a fall below what was told
 * is one: growth is new usage. Once it is closed, the spend it closed with stands for what was told, and a move either way
 * counts. Small moves add up. A move is told when it has come to rest.
 *
 * @param told the spend as it was last told, or the period closed with; empty while nothing was told
 * @param closed whether corrections of the closed period have been seen
 * @param generation how many restatements were told
 * @param movedAt when the spend last moved while it was far from what was told, {@link Instant#EPOCH} when it is not far
 */
record Restatement(Optional<BigDecimal> told, boolean closed, int generation, Instant movedAt) {

    static final Restatement NONE = new Restatement(Optional.empty(), false, 0, Instant.EPOCH);

    /** A period is closed so long after its end: until then usage of it is on its way. */
    static final Duration CLOSED_AFTER = Duration.ofHours(1);

    /** No change for so long is rest. */
    static final Duration REST = Duration.ofMinutes(1);

    /** More than that about one period is no news. */
    static final int MOST = 9;

    /** Twenty of them are the limit: five per cent are material. */
    private static final BigDecimal MATERIAL_PARTS = BigDecimal.valueOf(20);

    /** An alert told the spend. */
    Restatement toldAs(BigDecimal spent) {
        return new Restatement(Optional.of(spent), closed, generation, Instant.EPOCH);
    }

    /** A restatement told the spend. */
    Restatement restatedAs(BigDecimal spent) {
        return new Restatement(Optional.of(spent), closed, generation + 1, Instant.EPOCH);
    }

    /**
     * The spend changed, and nothing was told about that.
     *
     * @param corrected whether a closed period was corrected
     */
    Restatement moved(BigDecimal before, BigDecimal spent, BigDecimal limit, boolean corrected, Instant now) {
        if (told.isEmpty()) {
            return this;
        }
        BigDecimal reference = corrected && !closed ? before : told.get();
        boolean isClosed = closed || corrected;
        BigDecimal fall = reference.subtract(spent);
        BigDecimal distance = isClosed ? fall.abs() : fall;
        boolean far = distance.multiply(MATERIAL_PARTS).compareTo(limit) >= 0;
        return new Restatement(Optional.of(reference), isClosed, generation, far ? now : Instant.EPOCH);
    }

    /** Whether it has moved, and may still be told. */
    boolean isMoving() {
        return !movedAt.equals(Instant.EPOCH) && generation < MOST;
    }

    /** Whether it is to be told now. */
    boolean isDue(Instant now) {
        return isMoving() && !now.isBefore(movedAt.plus(REST));
    }

    void write(AvroWriter out) {
        out.writeBranch(told.isPresent() ? 1 : 0);
        told.ifPresent(spent -> out.writeMoney(Money.ofUsd(spent)));
        out.writeBoolean(closed);
        out.writeInt(generation);
        out.writeInstant(movedAt);
    }

    static Restatement read(AvroReader in) {
        Optional<BigDecimal> told = in.readBranch(2) == 0
                ? Optional.empty()
                : Optional.of(in.readMoney().usd());
        return new Restatement(told, in.readBoolean(), in.readInt(), in.readInstant());
    }
}
