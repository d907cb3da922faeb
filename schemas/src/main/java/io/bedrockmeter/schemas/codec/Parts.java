package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parts that several records share. */
final class Parts {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** As in files; a bound also keeps a hostile exponent from filling the memory. */
    private static final int MAX_PERCENT_PLACES = 12;

    private Parts() {}

    static void writeQuantities(AvroWriter out, Quantities quantities) {
        for (int i = 0; i < Unit.count(); i++) {
            out.writeLong(quantities.get(Unit.at(i)));
        }
    }

    static Quantities readQuantities(AvroReader in) {
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < Unit.count(); i++) {
            quantities.set(Unit.at(i), in.readLong());
        }
        return quantities.build();
    }

    static void writeDimensions(AvroWriter out, Dimensions dimensions) {
        out.writeArray(dimensions.tags().entrySet(), (w, tag) -> {
            w.writeString(tag.getKey());
            w.writeString(tag.getValue());
        });
        out.writeString(dimensions.account());
        out.writeString(dimensions.region());
        out.writeString(dimensions.model());
        out.writeString(dimensions.modelAsCalled());
        out.writeString(dimensions.scope());
        out.writeString(dimensions.profile());
        out.writeString(dimensions.project());
        out.writeString(dimensions.principal());
        out.writeString(dimensions.operation());
        out.writeString(dimensions.tier());
    }

    static Dimensions readDimensions(AvroReader in) {
        Map<String, String> tags = new LinkedHashMap<>();
        in.readArray(item -> Map.entry(item.readString(), item.readString()))
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return new Dimensions(
                tags,
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString());
    }

    static void writeTotals(AvroWriter out, Totals totals) {
        out.writeLong(totals.requests());
        out.writeLong(totals.errors());
        out.writeLong(totals.unpriced());
        out.writeLong(totals.unattributed());
        writeQuantities(out, totals.quantities());
        out.writeMoney(totals.listCost());
        out.writeMoney(totals.cost());
    }

    static Totals readTotals(AvroReader in) {
        return new Totals(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                readQuantities(in),
                in.readMoney(),
                in.readMoney());
    }

    static void writeTagVersion(AvroWriter out, TagVersion version) {
        out.writeInstant(version.validFrom());
        out.writeStringMap(version.tags());
    }

    static TagVersion readTagVersion(AvroReader in) {
        return new TagVersion(in.readInstant(), in.readStringMap());
    }

    /** An exact decimal that travels as text. */
    static BigDecimal readDecimalText(AvroReader in, String field) {
        String text = in.readString();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new UndecodableException(field + " is no decimal number", e);
        }
    }

    /** A percentage from 0 to 100; anything else would make a cost negative or larger than the list price. */
    static BigDecimal readPercent(AvroReader in) {
        BigDecimal percent = readDecimalText(in, "percent");
        if (Math.abs((long) percent.scale()) > MAX_PERCENT_PLACES
                || percent.signum() < 0
                || percent.compareTo(WHOLE) > 0) {
            throw new UndecodableException("percent is not from 0 to 100");
        }
        return percent;
    }
}
