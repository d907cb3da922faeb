package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
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
        out.writeString(value.budgetId());
        out.writeString(value.budgetName());
        out.writeString(value.owner());
        BudgetParts.writeWindow(out, value.window());
        out.writeInstant(value.coveredFrom());
        out.writeMoney(value.spent());
        out.writeMoney(value.amount());
        BudgetParts.writePercent(out, value.percent());
        writeState(out, value.state());
        out.writeLong(value.requests());
        out.writeLong(value.unpriced());
        out.writeInstant(value.asOf());
    }

    @Override
    public BudgetStatus read(AvroReader in) {
        return new BudgetStatus(
                in.readString(),
                in.readString(),
                in.readString(),
                BudgetParts.readWindow(in),
                in.readInstant(),
                in.readMoney(),
                in.readMoney(),
                BudgetParts.readPercent(in),
                readState(in),
                in.readLong(),
                in.readLong(),
                in.readInstant());
    }

    /** The enum for readers that group by state, then the threshold where there is one. */
    private static void writeState(AvroWriter out, BudgetState state) {
        if (state instanceof BudgetState.Breached breached) {
            out.writeLong(BREACHED);
            out.writeBranch(1);
            BudgetParts.writeThreshold(out, breached.threshold());
        } else {
            out.writeLong(OK);
            out.writeBranch(0);
        }
    }

    private static BudgetState readState(AvroReader in) {
        int symbol = in.readInt();
        int branch = in.readBranch(2);
        if (symbol == OK && branch == 0) {
            return new BudgetState.Ok();
        }
        if (symbol == BREACHED && branch == 1) {
            return new BudgetState.Breached(BudgetParts.readThreshold(in));
        }
        throw new UndecodableException("state: expected OK without or BREACHED with a threshold");
    }
}
