package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.Schema;

/** Wire form of {@link DiscountSchedule}: the account stands once, for all of its discounts. */
public final class DiscountScheduleMapping implements AvroMapping<DiscountSchedule> {

    private static final Schema SCHEMA = Schemas.current("DiscountSchedule");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, DiscountSchedule value) {
        out.writeString(value.account());
        out.writeArray(value.discounts(), DiscountScheduleMapping::writeCard);
    }

    @Override
    public DiscountSchedule read(AvroReader in) {
        String account = in.readString();
        return new DiscountSchedule(account, in.readArray(item -> readCard(item, account)));
    }

    private static void writeCard(AvroWriter out, DiscountCard card) {
        out.writeString(card.model());
        out.writeString(card.percent().toPlainString());
        out.writeInstant(card.effectiveFrom());
        Optional<Instant> effectiveTo = card.effectiveTo();
        out.writeBranch(effectiveTo.isPresent() ? 1 : 0);
        effectiveTo.ifPresent(out::writeInstant);
        out.writeString(card.source());
        out.writeString(card.version());
    }

    private static DiscountCard readCard(AvroReader in, String account) {
        return new DiscountCard(
                account,
                in.readString(),
                Parts.readPercent(in),
                in.readInstant(),
                in.readBranch(2) == 0 ? Optional.empty() : Optional.of(in.readInstant()),
                in.readString(),
                in.readString());
    }
}
