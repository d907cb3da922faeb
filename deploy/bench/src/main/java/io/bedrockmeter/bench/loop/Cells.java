package io.bedrockmeter.bench.loop;

import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers callers, tags and cells, and works out once what all requests of one share. */
final class Cells {

    /** Prices and what of a ledger record is the same for all calls of a caller. */
    record Caller(
            String region,
            String operation,
            String modelId,
            String account,
            String principal,
            Rates rates,
            byte[] rated) {}

    /** 1e-12 US dollars per token, and the same as text. */
    record Rates(long input, long output, long cacheRead, String inputUsd, String outputUsd, String cacheReadUsd) {}

    /** A cell: its dimensions, and what of a ledger record is the same for all its requests. */
    record Cell(Dimensions dimensions, byte[] key, String id, byte[] encoded, List<String> tagValues) {}

    private final Map<String, RateSchedule> schedules;
    private final Slices facts = new Slices();
    private final Slices principals = new Slices();
    private final Slices tagSets = new Slices();
    private final LongIndex callers = new LongIndex();
    private final LongIndex cells = new LongIndex();
    private final List<Caller> callerList = new ArrayList<>();
    private final List<Cell> cellList = new ArrayList<>();

    Cells(Map<String, RateSchedule> schedules) {
        this.schedules = schedules;
    }

    /**
     * The number of a caller.
     *
     * @param value a record with, as Avro, account to model id from {@code factsFrom} and the principal at {@code principalFrom}
     */
    int caller(byte[] value, int factsFrom, int factsTo, int principalFrom, int principalTo) {
        int fact = facts.number(value, factsFrom, factsTo);
        int principal = principals.number(value, principalFrom, withoutSession(value, principalFrom, principalTo));
        int number = callers.number((long) fact << 32 | principal);
        if (number == callerList.size()) {
            callerList.add(newCaller(fact, principal));
        }
        return number;
    }

    /** Where a role's ARN ends: at the slash before the session. */
    private static int withoutSession(byte[] value, int from, int to) {
        int end = to;
        while (end > from && value[end - 1] != '/') {
            end--;
        }
        return end > from ? end - 1 : to;
    }

    int tags(byte[] value, int from, int to) {
        return tagSets.number(value, from, to);
    }

    Caller caller(int number) {
        return callerList.get(number);
    }

    /** The number of the cell of a caller and tags. */
    int cell(int caller, int tags) {
        int number = cells.number((long) caller << 32 | tags & 0xFFFFFFFFL);
        if (number == cellList.size()) {
            cellList.add(newCell(callerList.get(caller), tags));
        }
        return number;
    }

    Cell cell(int number) {
        return cellList.get(number);
    }

    /** How many cells there are. */
    int count() {
        return cellList.size();
    }

    private Caller newCaller(int fact, int principal) {
        byte[] bytes = facts.get(fact);
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        String account = in.readString();
        String region = in.readString();
        in.readString();
        String operation = in.readString();
        String model = in.readString();
        String arn = new String(principals.get(principal), StandardCharsets.UTF_8);
        RateSchedule schedule = schedules.get(model);
        if (schedule == null) {
            throw new IllegalStateException("no prices of " + model);
        }
        return new Caller(region, operation, model, account, arn, rates(schedule), rated(model));
    }

    private static Rates rates(RateSchedule schedule) {
        RateCard input = card(schedule, Unit.INPUT_TOKEN);
        RateCard output = card(schedule, Unit.OUTPUT_TOKEN);
        RateCard cacheRead = card(schedule, Unit.CACHE_READ_TOKEN);
        return new Rates(
                picos(input),
                picos(output),
                picos(cacheRead),
                input.usdPerUnit().toPlainString(),
                output.usdPerUnit().toPlainString(),
                cacheRead.usdPerUnit().toPlainString());
    }

    private static RateCard card(RateSchedule schedule, Unit unit) {
        return schedule.cards().stream()
                .filter(card -> card.unit() == unit)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no price of " + unit + " for " + schedule.model()));
    }

    private static long picos(RateCard card) {
        return card.usdPerUnit().movePointRight(12).longValueExact();
    }

    /** The rating of a ledger record from its branch to its version. */
    private static byte[] rated(String model) {
        AvroWriter out = new AvroWriter();
        out.writeBranch(0);
        out.writeString(model);
        out.writeEnum(Scope.REGIONAL);
        out.writeString(RateCard.DEFAULT_TIER);
        out.writeBoolean(true);
        out.writeBoolean(false);
        out.writeEnum(RateLayer.OVERRIDE);
        out.writeString("bench");
        out.writeString("1");
        return out.toBytes();
    }

    private Cell newCell(Caller caller, int tags) {
        Map<String, String> values = tags == Requests.NONE ? unattributed() : tagsOf(tags);
        Dimensions dimensions = new Dimensions(
                values,
                caller.account(),
                caller.region(),
                caller.modelId(),
                caller.modelId(),
                Scope.REGIONAL.wireName(),
                Dimensions.NONE,
                Dimensions.NONE,
                caller.principal(),
                caller.operation(),
                RateCard.DEFAULT_TIER);
        byte[] encoded = CellId.encode(dimensions);
        String id = CellId.text(CellId.of(encoded));
        return new Cell(
                dimensions,
                id.getBytes(StandardCharsets.US_ASCII),
                id,
                ledgerPart(encoded, values, tags == Requests.NONE ? TagSource.DEFAULT : TagSource.TAG_EVENT),
                List.copyOf(values.values()));
    }

    private Map<String, String> tagsOf(int tags) {
        byte[] bytes = tagSets.get(tags);
        Map<String, String> said = new AvroReader(bytes, 0, bytes.length).readStringMap();
        Map<String, String> inOrder = new LinkedHashMap<>();
        Names.TAG_KEYS.forEach(key -> inOrder.put(key, said.getOrDefault(key, Dimensions.UNATTRIBUTED)));
        return inOrder;
    }

    private static Map<String, String> unattributed() {
        Map<String, String> values = new LinkedHashMap<>();
        Names.TAG_KEYS.forEach(key -> values.put(key, Dimensions.UNATTRIBUTED));
        return values;
    }

    /** Dimensions and tags of a ledger record. */
    private static byte[] ledgerPart(byte[] dimensions, Map<String, String> tags, TagSource source) {
        AvroWriter out = new AvroWriter();
        out.writeFixed(dimensions);
        out.writeArray(tags.entrySet(), (writer, tag) -> {
            writer.writeString(tag.getKey());
            writer.writeString(tag.getValue());
            writer.writeEnum(source);
            writer.writeBoolean(false);
        });
        return out.toBytes();
    }
}
