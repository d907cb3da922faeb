package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.rating.CompiledSchedule;
import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.metering.totals.Cells;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.LedgerEntryMapping;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.DiscountCard;
import java.util.List;
import java.util.Optional;

/**
 * What calls have in common that the same caller makes in the same way while no reference data changes: all that decides
 * about an entry but the quantities. Made once for many calls. Not thread-safe.
 */
final class Circumstances {

    private final CalledModel model;
    private final String region;
    private final Tier tier;
    private final Cell cell;
    private final List<AttributedTag> tags;
    private final byte[] encodedTags;
    private final Optional<CompiledSchedule> schedule;
    private final Optional<DiscountCard> discount;
    private final int[] consulted;

    private long admittedDay = Long.MIN_VALUE;
    private Cell admitted;

    /**
     * Service tier of a call.
     *
     * @param assumed whether nobody named it
     */
    record Tier(String name, boolean assumed) {}

    Circumstances(
            CalledModel model,
            String region,
            Tier tier,
            Cell cell,
            List<AttributedTag> tags,
            Optional<CompiledSchedule> schedule,
            Optional<DiscountCard> discount,
            int[] consulted) {
        this.model = model;
        this.region = region;
        this.tier = tier;
        this.cell = cell;
        this.admitted = cell;
        this.tags = List.copyOf(tags);
        this.schedule = schedule;
        this.discount = discount;
        this.consulted = consulted;
        AvroWriter out = new AvroWriter();
        LedgerEntryMapping.writeTags(out, this.tags);
        this.encodedTags = out.toBytes();
    }

    CalledModel model() {
        return model;
    }

    /** Source Region as the record tells it, may be empty. */
    String region() {
        return region;
    }

    Tier tier() {
        return tier;
    }

    List<AttributedTag> tags() {
        return tags;
    }

    byte[] encodedTags() {
        return encodedTags;
    }

    Optional<CompiledSchedule> schedule() {
        return schedule;
    }

    Optional<DiscountCard> discount() {
        return discount;
    }

    int[] consulted() {
        return consulted;
    }

    /** The cell to enter a call of that time under; decided once for each day of event time. */
    Cell cell(CellCap cap, Cells cells, long timeMs) {
        long day = CellCap.day(timeMs);
        if (day != admittedDay) {
            Dimensions allowed = cap.admit(cell.dimensions(), timeMs);
            admitted = allowed.equals(cell.dimensions()) ? cell : cells.of(allowed);
            admittedDay = day;
        }
        return admitted;
    }
}
