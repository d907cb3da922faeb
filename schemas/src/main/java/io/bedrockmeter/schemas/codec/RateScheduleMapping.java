package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.Schema;

/** Wire form of {@link RateSchedule}. */
public final class RateScheduleMapping implements AvroMapping<RateSchedule> {

    private static final Schema SCHEMA = Schemas.current("RateSchedule");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, RateSchedule value) {
        out.writeString(value.model());
        out.writeArray(value.cards(), RateScheduleMapping::writeCard);
    }

    @Override
    public RateSchedule read(AvroReader in) {
        return new RateSchedule(in.readString(), in.readArray(RateScheduleMapping::readCard));
    }

    private static void writeCard(AvroWriter out, RateCard card) {
        out.writeEnum(card.scope());
        out.writeString(card.region());
        out.writeString(card.tier());
        out.writeEnum(card.unit());
        out.writeLong(card.minPromptTokens());
        out.writeString(card.usdPerUnit().toPlainString());
        out.writeInstant(card.effectiveFrom());
        Optional<Instant> effectiveTo = card.effectiveTo();
        out.writeBranch(effectiveTo.isPresent() ? 1 : 0);
        effectiveTo.ifPresent(out::writeInstant);
        out.writeEnum(card.layer());
        out.writeString(card.source());
        out.writeString(card.version());
    }

    private static RateCard readCard(AvroReader in) {
        return new RateCard(
                in.readEnum(Scope.values()),
                in.readString(),
                in.readString(),
                in.readEnum(Unit.values()),
                in.readLong(),
                Parts.readDecimalText(in, "usdPerUnit"),
                in.readInstant(),
                in.readBranch(2) == 0 ? Optional.empty() : Optional.of(in.readInstant()),
                in.readEnum(RateLayer.values()),
                in.readString(),
                in.readString());
    }
}
