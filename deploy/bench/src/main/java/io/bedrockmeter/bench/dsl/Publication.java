package io.bedrockmeter.bench.dsl;

import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys of aggregates, and aggregates as records of the usage and spend-by-tag topics. */
final class Publication {

    private static final char SEPARATOR = '\t';
    private static final String CELL = "c" + SEPARATOR;
    private static final String TAG = "t" + SEPARATOR;
    private static final int TAGS_AT = 6;
    private static final Windows WINDOWS = new Windows(ZoneOffset.UTC);

    private Publication() {}

    static String cellKey(
            String account, String region, String model, String principal, String operation, List<String> tagValues) {
        return CELL
                + String.join("\t", account, region, model, principal, operation)
                + SEPARATOR
                + String.join("\t", tagValues);
    }

    static String tagKey(String key, String value) {
        return TAG + key + SEPARATOR + value;
    }

    static boolean isCell(String key) {
        return key.startsWith(CELL);
    }

    static UsageTotal usage(Granularity granularity, long startMs, String key, Change total) {
        String[] parts = key.split("\t", -1);
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < Names.TAG_KEYS.size(); i++) {
            tags.put(Names.TAG_KEYS.get(i), parts[TAGS_AT + i]);
        }
        Dimensions dimensions = new Dimensions(
                tags,
                parts[1],
                parts[2],
                parts[3],
                parts[3],
                Scope.REGIONAL.wireName(),
                Dimensions.NONE,
                Dimensions.NONE,
                parts[4],
                parts[5],
                RateCard.DEFAULT_TIER);
        return new UsageTotal(
                granularity,
                Instant.ofEpochMilli(startMs),
                Instant.ofEpochMilli(WINDOWS.end(granularity, startMs)),
                dimensions,
                totals(total),
                0,
                Instant.now());
    }

    static TagSpend spend(Granularity granularity, long startMs, String key, Change total) {
        String[] parts = key.split("\t", -1);
        return new TagSpend(
                granularity,
                Instant.ofEpochMilli(startMs),
                Instant.ofEpochMilli(WINDOWS.end(granularity, startMs)),
                parts[1],
                parts[2],
                totals(total),
                0,
                Instant.now());
    }

    private static Totals totals(Change total) {
        Money cost = Money.ofPicos(total.picos());
        return new Totals(
                total.requests(),
                0,
                0,
                total.unattributed(),
                Quantities.builder()
                        .set(Unit.INPUT_TOKEN, total.input())
                        .set(Unit.OUTPUT_TOKEN, total.output())
                        .set(Unit.CACHE_READ_TOKEN, total.cacheRead())
                        .build(),
                cost,
                cost);
    }
}
