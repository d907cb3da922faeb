package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * {@link Totals} as {@value #LENGTH} bytes: sixteen big-endian longs (requests, errors, unpriced, unattributed, then the
 * quantities in the order of {@link Unit}), then list cost and cost as 128-bit two's complement multiples of 1e-12 USD.
 * The money has room for 1.7e26 dollars.
 */
public final class TotalsBytes {

    /** Bytes of one set of totals. */
    public static final int LENGTH = 160;

    private static final int COUNTERS = 4;
    private static final int LONGS = COUNTERS + 12;
    private static final int LIST_COST = LONGS * Long.BYTES;
    private static final int COST = LIST_COST + 16;
    private static final VarHandle AS_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final BigInteger MIN = BigInteger.ONE.shiftLeft(127).negate();
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

    private TotalsBytes() {}

    /** What one ledger entry adds. */
    public static byte[] of(LedgerEntry entry) {
        byte[] bytes = new byte[LENGTH];
        int sign = entry.sign();
        put(bytes, 0, sign);
        put(bytes, 1, entry.failed() ? sign : 0);
        put(bytes, 2, entry.rating() instanceof Rating.Unpriced ? sign : 0);
        put(bytes, 3, attributed(entry) ? 0 : sign);
        for (int i = 0; i < Unit.count(); i++) {
            put(bytes, COUNTERS + i, entry.quantities().get(Unit.at(i)));
        }
        putMoney(bytes, LIST_COST, entry.rating().listCost());
        putMoney(bytes, COST, entry.rating().cost());
        return bytes;
    }

    /**
     * Adds {@code delta} to {@code target}.
     *
     * @throws ArithmeticException when a count leaves the range of a long or an amount that of 128 bits
     */
    public static void add(byte[] target, int targetOffset, byte[] delta, int deltaOffset) {
        for (int i = 0; i < LONGS; i++) {
            int at = i * Long.BYTES;
            long change = (long) AS_LONG.get(delta, deltaOffset + at);
            if (change != 0) {
                long sum = Math.addExact((long) AS_LONG.get(target, targetOffset + at), change);
                AS_LONG.set(target, targetOffset + at, sum);
            }
        }
        add128(target, targetOffset + LIST_COST, delta, deltaOffset + LIST_COST);
        add128(target, targetOffset + COST, delta, deltaOffset + COST);
    }

    /** The totals at the beginning of {@code bytes} with every sign changed. */
    public static byte[] negated(byte[] bytes) {
        byte[] negated = new byte[LENGTH];
        for (int i = 0; i < LONGS; i++) {
            put(negated, i, Math.negateExact(get(bytes, 0, i)));
        }
        putMoney(negated, LIST_COST, getMoney(bytes, LIST_COST).negate());
        putMoney(negated, COST, getMoney(bytes, COST).negate());
        return negated;
    }

    /** The totals at an offset. */
    public static Totals read(byte[] bytes, int offset) {
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < Unit.count(); i++) {
            quantities.set(Unit.at(i), get(bytes, offset, COUNTERS + i));
        }
        return new Totals(
                get(bytes, offset, 0),
                get(bytes, offset, 1),
                get(bytes, offset, 2),
                get(bytes, offset, 3),
                quantities.build(),
                getMoney(bytes, offset + LIST_COST),
                getMoney(bytes, offset + COST));
    }

    /** Writes the totals at an offset as the Avro record {@code Totals}. */
    public static void write(AvroWriter out, byte[] bytes, int offset) {
        for (int i = 0; i < LONGS; i++) {
            out.writeLong(get(bytes, offset, i));
        }
        writeMoney(out, bytes, offset + LIST_COST);
        writeMoney(out, bytes, offset + COST);
    }

    private static void writeMoney(AvroWriter out, byte[] bytes, int at) {
        long high = (long) AS_LONG.get(bytes, at);
        long low = (long) AS_LONG.get(bytes, at + 8);
        if (high == low >> 63) {
            out.writeDecimal(low);
        } else {
            out.writeMoney(getMoney(bytes, at));
        }
    }

    /** Whether everything at an offset is zero. */
    public static boolean isZero(byte[] bytes, int offset) {
        for (int at = 0; at < LENGTH; at += Long.BYTES) {
            if ((long) AS_LONG.get(bytes, offset + at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether any source gave a taxonomy tag. */
    public static boolean attributed(LedgerEntry entry) {
        int taxonomyKeys = entry.dimensions().tags().size();
        for (AttributedTag tag :
                entry.tags().subList(0, Math.min(taxonomyKeys, entry.tags().size()))) {
            if (tag.source() != TagSource.DEFAULT) {
                return true;
            }
        }
        return false;
    }

    private static void put(byte[] bytes, int index, long value) {
        AS_LONG.set(bytes, index * Long.BYTES, value);
    }

    private static long get(byte[] bytes, int offset, int index) {
        return (long) AS_LONG.get(bytes, offset + index * Long.BYTES);
    }

    private static void add128(byte[] target, int targetAt, byte[] delta, int deltaAt) {
        long aHigh = (long) AS_LONG.get(target, targetAt);
        long aLow = (long) AS_LONG.get(target, targetAt + 8);
        long bHigh = (long) AS_LONG.get(delta, deltaAt);
        long bLow = (long) AS_LONG.get(delta, deltaAt + 8);
        long low = aLow + bLow;
        long carry = Long.compareUnsigned(low, aLow) < 0 ? 1 : 0;
        long high = aHigh + bHigh + carry;
        if (((aHigh ^ high) & (bHigh ^ high)) < 0) {
            throw new ArithmeticException("amount leaves 128 bits");
        }
        AS_LONG.set(target, targetAt, high);
        AS_LONG.set(target, targetAt + 8, low);
    }

    private static void putMoney(byte[] bytes, int at, Money money) {
        BigInteger picos = money.picos();
        if (picos.bitLength() < Long.SIZE) {
            long low = picos.longValue();
            AS_LONG.set(bytes, at, low >> 63);
            AS_LONG.set(bytes, at + 8, low);
        } else if (picos.compareTo(MIN) < 0 || picos.compareTo(MAX) > 0) {
            throw new ArithmeticException("amount leaves 128 bits");
        } else {
            AS_LONG.set(bytes, at, picos.shiftRight(Long.SIZE).longValue());
            AS_LONG.set(bytes, at + 8, picos.longValue());
        }
    }

    private static Money getMoney(byte[] bytes, int at) {
        long high = (long) AS_LONG.get(bytes, at);
        long low = (long) AS_LONG.get(bytes, at + 8);
        if (high == low >> 63) {
            return Money.ofPicos(low);
        }
        byte[] sixteen = new byte[16];
        System.arraycopy(bytes, at, sixteen, 0, 16);
        return Money.ofPicos(new BigInteger(sixteen));
    }
}
