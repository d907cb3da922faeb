package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Identity of a FOCUS row, as bytes that order rows by charge period, then cell, then meter: big-endian start of the
 * period, length and Avro bytes of the dimensions, kind and fields of the meter.
 */
final class ChargeKey implements Comparable<ChargeKey> {

    private static final int DIMENSIONS_AT = Long.BYTES + Integer.BYTES;
    private static final int PRICED = 0;
    private static final int UNPRICED = 1;
    private static final int ADJUSTMENT = 2;
    private static final Unit[] UNITS = Unit.values();
    private static final RateLayer[] LAYERS = RateLayer.values();
    private static final UnpricedReason[] REASONS = UnpricedReason.values();

    private final byte[] bytes;
    private final int hash;

    /** The key that {@link #bytes} gave. */
    ChargeKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The key of a row; {@code dimensions} are encoded by {@link CellId#encode}. */
    static ChargeKey of(Instant periodStart, byte[] dimensions, Meter meter) {
        AvroWriter out = new AvroWriter();
        write(out, meter);
        byte[] rest = out.toBytes();
        return new ChargeKey(ByteBuffer.allocate(DIMENSIONS_AT + dimensions.length + rest.length)
                .putLong(periodStart.toEpochMilli())
                .putInt(dimensions.length)
                .put(dimensions)
                .put(rest)
                .array());
    }

    /** The bytes; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    Instant periodStart() {
        return Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong());
    }

    Dimensions dimensions() {
        return CellId.decode(Arrays.copyOf(bytes, meterAt()), DIMENSIONS_AT);
    }

    Meter meter() {
        int at = meterAt();
        AvroReader in = new AvroReader(bytes, at, bytes.length - at);
        return switch (in.readInt()) {
            case PRICED ->
                new Meter.Priced(
                        in.readEnum(UNITS),
                        new BigDecimal(in.readString()),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readEnum(LAYERS),
                        in.readString(),
                        in.readString(),
                        in.readBoolean() ? Optional.of(discount(in)) : Optional.empty());
            case UNPRICED -> new Meter.Unpriced(in.readEnum(UNITS), in.readEnum(REASONS));
            default -> new Meter.Adjustment();
        };
    }

    private int meterAt() {
        return DIMENSIONS_AT + ByteBuffer.wrap(bytes).getInt(Long.BYTES);
    }

    private static void write(AvroWriter out, Meter meter) {
        if (meter instanceof Meter.Priced priced) {
            out.writeInt(PRICED);
            out.writeEnum(priced.counted());
            out.writeString(priced.usdPerUnit().toString());
            out.writeBoolean(priced.tierAssumed());
            out.writeBoolean(priced.cacheTtlAssumed());
            out.writeEnum(priced.layer());
            out.writeString(priced.source());
            out.writeString(priced.version());
            out.writeBoolean(priced.discount().isPresent());
            priced.discount().ifPresent(discount -> write(out, discount));
        } else if (meter instanceof Meter.Unpriced unpriced) {
            out.writeInt(UNPRICED);
            out.writeEnum(unpriced.counted());
            out.writeEnum(unpriced.reason());
        } else {
            out.writeInt(ADJUSTMENT);
        }
    }

    private static void write(AvroWriter out, AppliedDiscount discount) {
        out.writeString(discount.percent().toPlainString());
        out.writeString(discount.account());
        out.writeString(discount.model());
        out.writeString(discount.source());
        out.writeString(discount.version());
    }

    private static AppliedDiscount discount(AvroReader in) {
        return new AppliedDiscount(
                new BigDecimal(in.readString()), in.readString(), in.readString(), in.readString(), in.readString());
    }

    @Override
    public int compareTo(ChargeKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChargeKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
