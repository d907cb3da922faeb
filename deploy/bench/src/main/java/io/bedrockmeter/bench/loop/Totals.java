package io.bedrockmeter.bench.loop;

import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Totals by window and cell, and by window and tag value. What one commit changes is first combined by minute and cell. */
final class Totals {

    /** Takes the records to publish. */
    interface Outlet {
        void usage(Granularity granularity, String key, byte[] value);

        void spend(Granularity granularity, String key, byte[] value);
    }

    private static final int REQUESTS = 0;
    private static final int UNATTRIBUTED = 1;
    private static final int INPUT = 2;
    private static final int OUTPUT = 3;
    private static final int CACHE_READ = 4;
    private static final int PICOS = 5;
    private static final int WIDTH = 6;
    private static final int MINUTE_MS = 60_000;

    private record CellWindow(Granularity granularity, long startMs, int cell) {}

    private record TagWindow(Granularity granularity, long startMs, String tag) {}

    private record TagMinute(long minuteMs, String tag) {}

    private static final class Total {
        private final long[] values = new long[WIDTH];
        private long revision;
    }

    private final Cells cells;
    private final Windows windows = new Windows(ZoneOffset.UTC);
    private final LongIndex pending = new LongIndex();
    private long[] changes = new long[WIDTH << 12];
    private final Map<CellWindow, Total> byCell = new HashMap<>();
    private final Map<TagWindow, Total> byTag = new HashMap<>();

    Totals(Cells cells) {
        this.cells = cells;
    }

    /** Adds one line of the ledger. */
    void add(int sign, int cell, boolean attributed, long timeMs, int input, int output, int cacheRead, long picos) {
        int at = pending.number(Math.floorDiv(timeMs, MINUTE_MS) << 24 | cell) * WIDTH;
        if (at == changes.length) {
            changes = Arrays.copyOf(changes, changes.length * 2);
        }
        changes[at + REQUESTS] += sign;
        changes[at + UNATTRIBUTED] += attributed ? 0 : sign;
        changes[at + INPUT] += (long) sign * input;
        changes[at + OUTPUT] += (long) sign * output;
        changes[at + CACHE_READ] += (long) sign * cacheRead;
        changes[at + PICOS] = Math.addExact(changes[at + PICOS], sign * picos);
    }

    /** Applies what was added since the last time and publishes every total that changed. */
    void publish(long nowMs, Outlet outlet) {
        Map<CellWindow, Total> changedCells = new LinkedHashMap<>();
        Map<TagMinute, long[]> tagMinutes = new LinkedHashMap<>();
        for (int i = 0; i < pending.size(); i++) {
            long key = pending.key(i);
            long minuteMs = (key >> 24) * MINUTE_MS;
            int cell = (int) key & 0xFFFFFF;
            for (Granularity granularity : Granularity.values()) {
                CellWindow window = new CellWindow(granularity, windows.start(granularity, minuteMs), cell);
                Total total = byCell.computeIfAbsent(window, none -> new Total());
                sum(total.values, changes, i * WIDTH);
                changedCells.put(window, total);
            }
            addToTags(tagMinutes, minuteMs, cells.cell(cell).dimensions(), i * WIDTH);
        }
        Arrays.fill(changes, 0, pending.size() * WIDTH, 0);
        pending.clear();
        changedCells.forEach((window, total) -> publish(window, total, nowMs, outlet));
        publishTags(tagMinutes, nowMs, outlet);
    }

    private void addToTags(Map<TagMinute, long[]> tagMinutes, long minuteMs, Dimensions dimensions, int at) {
        sum(tagMinutes.computeIfAbsent(new TagMinute(minuteMs, "*=*"), none -> new long[WIDTH]), changes, at);
        dimensions.tags().forEach((key, value) -> {
            TagMinute where = new TagMinute(minuteMs, key + "=" + value);
            sum(tagMinutes.computeIfAbsent(where, none -> new long[WIDTH]), changes, at);
        });
    }

    private void publishTags(Map<TagMinute, long[]> tagMinutes, long nowMs, Outlet outlet) {
        Map<TagWindow, Total> changed = new LinkedHashMap<>();
        tagMinutes.forEach((where, change) -> {
            for (Granularity granularity : Granularity.values()) {
                TagWindow window = new TagWindow(granularity, windows.start(granularity, where.minuteMs), where.tag);
                Total total = byTag.computeIfAbsent(window, none -> new Total());
                sum(total.values, change, 0);
                changed.put(window, total);
            }
        });
        changed.forEach((window, total) -> publish(window, total, nowMs, outlet));
    }

    private static void sum(long[] into, long[] from, int at) {
        for (int i = 0; i < WIDTH; i++) {
            into[i] = Math.addExact(into[i], from[at + i]);
        }
    }

    private void publish(CellWindow window, Total total, long nowMs, Outlet outlet) {
        Instant start = Instant.ofEpochMilli(window.startMs);
        Cells.Cell cell = cells.cell(window.cell);
        UsageTotal record = new UsageTotal(
                window.granularity,
                start,
                Instant.ofEpochMilli(windows.end(window.granularity, window.startMs)),
                cell.dimensions(),
                totals(total.values),
                ++total.revision,
                Instant.ofEpochMilli(nowMs));
        outlet.usage(
                window.granularity,
                start + "|" + cell.id(),
                Topics.usage(window.granularity).codec().encode(record));
    }

    private void publish(TagWindow window, Total total, long nowMs, Outlet outlet) {
        Instant start = Instant.ofEpochMilli(window.startMs);
        int equals = window.tag.indexOf('=');
        TagSpend record = new TagSpend(
                window.granularity,
                start,
                Instant.ofEpochMilli(windows.end(window.granularity, window.startMs)),
                window.tag.substring(0, equals),
                window.tag.substring(equals + 1),
                totals(total.values),
                ++total.revision,
                Instant.ofEpochMilli(nowMs));
        outlet.spend(
                window.granularity,
                window.tag + "|" + start,
                Topics.spendByTag(window.granularity).codec().encode(record));
    }

    private static io.bedrockmeter.schemas.model.Totals totals(long[] values) {
        Money cost = Money.ofPicos(values[PICOS]);
        return new io.bedrockmeter.schemas.model.Totals(
                values[REQUESTS],
                0,
                0,
                values[UNATTRIBUTED],
                Quantities.builder()
                        .set(Unit.INPUT_TOKEN, values[INPUT])
                        .set(Unit.OUTPUT_TOKEN, values[OUTPUT])
                        .set(Unit.CACHE_READ_TOKEN, values[CACHE_READ])
                        .build(),
                cost,
                cost);
    }
}
