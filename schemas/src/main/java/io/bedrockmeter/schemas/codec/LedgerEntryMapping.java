package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** Wire form of {@link LedgerEntry}. */
public final class LedgerEntryMapping implements AvroMapping<LedgerEntry> {

    private static final Schema SCHEMA = Schemas.current("LedgerEntry");
    private static final byte[] HEADER = RecordCodec.header(SCHEMA);
    private static final EntryReason[] REASONS = EntryReason.values();
    private static final TagSource[] SOURCES = TagSource.values();
    private static final UnpricedReason[] UNPRICED_REASONS = UnpricedReason.values();
    private static final Scope[] SCOPES = Scope.values();
    private static final RateLayer[] LAYERS = RateLayer.values();
    private static final Unit[] UNITS = Unit.values();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, LedgerEntry value) {
        write(
                out,
                value,
                parts -> Parts.writeDimensions(parts, value.dimensions()),
                parts -> writeTags(parts, value.tags()));
    }

    /**
     * The record of an entry whose dimensions and tags are encoded already.
     *
     * @param dimensions what {@link DimensionsCodec} writes of the entry's
     * @param tags what {@link #writeTags} writes of the entry's
     */
    public static byte[] encode(AvroWriter out, LedgerEntry entry, byte[] dimensions, byte[] tags) {
        out.reset();
        out.writeFixed(HEADER);
        write(out, entry, parts -> parts.writeFixed(dimensions), parts -> parts.writeFixed(tags));
        return out.toBytes();
    }

    public static void writeTags(AvroWriter out, List<AttributedTag> tags) {
        out.writeArray(tags, LedgerEntryMapping::writeTag);
    }

    private static void write(
            AvroWriter out, LedgerEntry value, Consumer<AvroWriter> dimensions, Consumer<AvroWriter> tags) {
        out.writeString(value.requestId());
        out.writeInt(value.revision());
        out.writeInt(value.sign());
        out.writeEnum(value.reason());
        out.writeInstant(value.timestamp());
        out.writeInstant(value.bookedAt());
        dimensions.accept(out);
        tags.accept(out);
        out.writeBoolean(value.failed());
        Parts.writeQuantities(out, value.quantities());
        writeRating(out, value.rating());
        out.writeString(value.note());
    }

    @Override
    public LedgerEntry read(AvroReader in) {
        return new LedgerEntry(
                in.readString(),
                in.readInt(),
                in.readInt(),
                in.readEnum(REASONS),
                in.readInstant(),
                in.readInstant(),
                Parts.readDimensions(in),
                in.readArray(LedgerEntryMapping::readTag),
                in.readBoolean(),
                Parts.readQuantities(in),
                readRating(in),
                in.readString());
    }

    private static void writeTag(AvroWriter out, AttributedTag tag) {
        out.writeString(tag.key());
        out.writeString(tag.value());
        out.writeEnum(tag.source());
        out.writeBoolean(tag.conflict());
    }

    private static AttributedTag readTag(AvroReader in) {
        return new AttributedTag(in.readString(), in.readString(), in.readEnum(SOURCES), in.readBoolean());
    }

    static void writeRating(AvroWriter out, Rating rating) {
        if (rating instanceof Rating.Priced priced) {
            out.writeBranch(0);
            writePriced(out, priced);
        } else if (rating instanceof Rating.Unpriced unpriced) {
            out.writeBranch(1);
            out.writeEnum(unpriced.reason());
            out.writeString(unpriced.detail());
        }
    }

    static Rating readRating(AvroReader in) {
        return in.readBranch(2) == 0
                ? readPriced(in)
                : new Rating.Unpriced(in.readEnum(UNPRICED_REASONS), in.readString());
    }

    private static void writePriced(AvroWriter out, Rating.Priced priced) {
        out.writeString(priced.model());
        out.writeEnum(priced.scope());
        out.writeString(priced.tier());
        out.writeBoolean(priced.tierAssumed());
        out.writeBoolean(priced.cacheTtlAssumed());
        out.writeEnum(priced.layer());
        out.writeString(priced.source());
        out.writeString(priced.version());
        out.writeArray(priced.charges(), LedgerEntryMapping::writeCharge);
        out.writeMoney(priced.listCost());
        out.writeMoney(priced.cost());
        Optional<AppliedDiscount> discount = priced.discount();
        out.writeBranch(discount.isPresent() ? 1 : 0);
        discount.ifPresent(applied -> writeDiscount(out, applied));
    }

    private static Rating.Priced readPriced(AvroReader in) {
        return new Rating.Priced(
                in.readString(),
                in.readEnum(SCOPES),
                in.readString(),
                in.readBoolean(),
                in.readBoolean(),
                in.readEnum(LAYERS),
                in.readString(),
                in.readString(),
                in.readArray(LedgerEntryMapping::readCharge),
                in.readMoney(),
                in.readMoney(),
                in.readBranch(2) == 0 ? Optional.empty() : Optional.of(readDiscount(in)));
    }

    private static void writeDiscount(AvroWriter out, AppliedDiscount discount) {
        out.writeString(discount.percent().toPlainString());
        out.writeString(discount.account());
        out.writeString(discount.model());
        out.writeString(discount.source());
        out.writeString(discount.version());
    }

    private static AppliedDiscount readDiscount(AvroReader in) {
        return new AppliedDiscount(
                Parts.readPercent(in), in.readString(), in.readString(), in.readString(), in.readString());
    }

    private static void writeCharge(AvroWriter out, Charge charge) {
        out.writeEnum(charge.unit());
        out.writeLong(charge.quantity());
        out.writeString(charge.usdPerUnit().toPlainString());
        out.writeMoney(charge.listCost());
        out.writeMoney(charge.cost());
    }

    private static Charge readCharge(AvroReader in) {
        return new Charge(
                in.readEnum(UNITS),
                in.readLong(),
                Parts.readDecimalText(in, "usdPerUnit"),
                in.readMoney(),
                in.readMoney());
    }
}
