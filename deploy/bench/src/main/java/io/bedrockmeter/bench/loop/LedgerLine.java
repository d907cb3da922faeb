package io.bedrockmeter.bench.loop;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;

/** Writes ledger records by hand, in the form of {@link Topics#LEDGER}. */
final class LedgerLine {

    private static final byte[] HEADER =
            RecordCodec.header(Topics.LEDGER.codec().schema());

    private final AvroWriter out = new AvroWriter();
    private final byte[] number = new byte[Long.BYTES];

    /** A line of {@code sign} for a request as it is remembered. */
    byte[] write(
            byte[] requestId, int sign, EntryReason reason, Requests requests, int at, Cells cells, int cellNumber) {
        Cells.Caller caller = cells.caller(requests.caller[at]);
        Cells.Rates rates = caller.rates();
        long input = (long) sign * requests.input[at];
        long output = (long) sign * requests.output[at];
        long cacheRead = (long) sign * requests.cacheRead[at];
        out.reset();
        out.writeFixed(HEADER);
        out.writeBytes(requestId);
        out.writeInt(requests.revision[at]);
        out.writeInt(sign);
        out.writeEnum(reason);
        out.writeLong(requests.timeMs[at]);
        out.writeLong(requests.timeMs[at]);
        out.writeFixed(cells.cell(cellNumber).encoded());
        out.writeBoolean(false);
        quantities(input, output, cacheRead);
        out.writeFixed(caller.rated());
        long cost = charges(rates, input, output, cacheRead);
        money(cost);
        money(cost);
        out.writeBranch(0);
        out.writeBytes(NO_NOTE);
        return out.toBytes();
    }

    private static final byte[] NO_NOTE = "".getBytes(StandardCharsets.UTF_8);

    private void quantities(long input, long output, long cacheRead) {
        out.writeLong(input);
        out.writeLong(output);
        out.writeLong(cacheRead);
        for (int i = 3; i < Unit.count(); i++) {
            out.writeLong(0);
        }
    }

    private long charges(Cells.Rates rates, long input, long output, long cacheRead) {
        int count = (input == 0 ? 0 : 1) + (output == 0 ? 0 : 1) + (cacheRead == 0 ? 0 : 1);
        if (count > 0) {
            out.writeLong(count);
        }
        long cost = charge(Unit.INPUT_TOKEN, input, rates.input(), rates.inputUsd())
                + charge(Unit.OUTPUT_TOKEN, output, rates.output(), rates.outputUsd())
                + charge(Unit.CACHE_READ_TOKEN, cacheRead, rates.cacheRead(), rates.cacheReadUsd());
        out.writeLong(0);
        return cost;
    }

    private long charge(Unit unit, long quantity, long picos, String usd) {
        if (quantity == 0) {
            return 0;
        }
        long cost = quantity * picos;
        out.writeEnum(unit);
        out.writeLong(quantity);
        out.writeString(usd);
        money(cost);
        money(cost);
        return cost;
    }

    /** A decimal on bytes: two's complement, big-endian, as short as possible. */
    private void money(long picos) {
        int from = Long.BYTES;
        long rest = picos;
        do {
            number[--from] = (byte) rest;
            rest >>= 8;
        } while (from > 0 && (rest != 0 && rest != -1 || rest != number[from] >> 7));
        out.writeLong(Long.BYTES - from);
        out.writeFixed(number, from, Long.BYTES - from);
    }
}
