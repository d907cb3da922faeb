package io.bedrockmeter.bench.workload;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The normalised records that ingest would write of calls. */
public final class CallRecords {

    private static final Instant EPOCH_OF_PRICES = Instant.parse("2025-01-01T00:00:00Z");

    private final Names names;

    public CallRecords(Names names) {
        this.names = names;
    }

    /** As ingest reads it from {@link LogJson}. */
    public Invocation invocation(Call call) {
        return new Invocation(
                call.requestId(),
                Instant.ofEpochMilli(call.timeMs()),
                Names.ACCOUNT,
                Names.REGION,
                "",
                names.operation(call.application()),
                names.model(call.model()),
                "",
                names.principal(call.application()) + "/" + session(call),
                Quantities.builder()
                        .set(Unit.INPUT_TOKEN, call.inputTokens())
                        .set(Unit.OUTPUT_TOKEN, call.outputTokens())
                        .set(Unit.CACHE_READ_TOKEN, call.cacheReadTokens())
                        .build(),
                true,
                "",
                false,
                "",
                -1,
                Map.of("feature", feature(call)),
                UsageOrigin.INVOCATION_LOG,
                LogJson.SOURCE);
    }

    /** What the application tells of its call. */
    public TagEvent tagEvent(Call call) {
        return new TagEvent(
                call.requestId(),
                names.tags(call.application()),
                "",
                "",
                "",
                -1,
                true,
                "/bench",
                "event-" + call.number(),
                Instant.ofEpochMilli(call.timeMs()));
    }

    /** The prices of a model. */
    public RateSchedule schedule(int model) {
        return new RateSchedule(
                names.model(model),
                List.of(
                        card(Unit.INPUT_TOKEN, names.inputPicos(model)),
                        card(Unit.OUTPUT_TOKEN, names.outputPicos(model)),
                        card(Unit.CACHE_READ_TOKEN, names.cacheReadPicos(model))));
    }

    private static RateCard card(Unit unit, long picos) {
        return new RateCard(
                Scope.REGIONAL,
                Names.REGION,
                RateCard.DEFAULT_TIER,
                unit,
                0,
                BigDecimal.valueOf(picos, 12).stripTrailingZeros(),
                EPOCH_OF_PRICES,
                Optional.empty(),
                RateLayer.OVERRIDE,
                "bench",
                "1");
    }

    static String session(Call call) {
        return "session-" + call.number() % 10_000;
    }

    static String feature(Call call) {
        return "feature-" + call.number() % 50;
    }
}
