package io.bedrockmeter.standalone.page;

import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Answers as metering gives them, other ones each time: values come and go, and the stream says that they did without rest. */
final class ChangingUsage implements Routes {

    private static final String ZERO = "0.000000000000";
    private static final int VALUES_AT_ONCE = 9;
    private static final int VALUES = 500;

    private final AtomicLong updates = new AtomicLong();
    private final long intervalMs;

    /** @param intervalMs time between two messages of the stream */
    ChangingUsage(long intervalMs) {
        this.intervalMs = intervalMs;
    }

    /** How often the series of the chart was asked. */
    long updates() {
        return updates.get();
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/keys")
                .handler(context -> context.json(new JsonObject()
                        .put("time", Instant.now().toString())
                        .put("zone", "UTC")
                        .put("tags", JsonArray.of("Team", "Environment"))
                        .put("dimensions", JsonArray.of("model"))));
        router.get("/v1/usage").handler(this::usage);
        router.get("/v1/coverage").handler(context -> context.json(coverage().put("ingest", new JsonObject())));
        router.get("/v1/budgets")
                .handler(context ->
                        context.json(new JsonObject().put("budgetCount", 0).put("budgets", new JsonArray())));
        router.get("/v1/usage/stream").handler(this::stream);
    }

    private void stream(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        long timer = context.vertx().setPeriodic(1, intervalMs, tick -> {
            if (!response.closed() && !response.writeQueueFull()) {
                response.write("event: usage\nid: " + tick + "\ndata: "
                        + answer("", "", "", "total", 1).encode() + "\n\n");
            }
        });
        response.closeHandler(gone -> context.vertx().cancelTimer(timer));
    }

    private void usage(RoutingContext context) {
        String granularity = context.request().getParam("granularity", "total");
        String groupBy = context.request().getParam("group_by", "");
        long turn = groupBy.isEmpty() || granularity.equals("total") ? updates.get() : updates.incrementAndGet();
        context.json(answer(
                groupBy,
                context.request().getParam("from", ""),
                context.request().getParam("to", ""),
                granularity,
                turn));
    }

    private static JsonObject answer(String groupBy, String from, String to, String granularity, long turn) {
        JsonArray groups = new JsonArray();
        if (!groupBy.isEmpty()) {
            for (int i = 0; i < VALUES_AT_ONCE; i++) {
                String value = "value-" + (turn / 3 + i) % VALUES;
                if (granularity.equals("total")) {
                    groups.add(totals(turn)
                            .put("key", JsonObject.of(groupBy, value))
                            .put("previous", previous()));
                } else {
                    for (int hour = 1; hour < 24; hour++) {
                        Instant window = Instant.parse(to).minus(Duration.ofHours(hour));
                        groups.add(totals(turn + hour)
                                .put("key", JsonObject.of("windowStart", window.toString(), groupBy, value)));
                    }
                }
            }
        }
        return new JsonObject()
                .put("groupBy", groupBy.isEmpty() ? new JsonArray() : JsonArray.of(groupBy))
                .put("granularity", granularity)
                .put("from", from)
                .put("to", to)
                .put("asOf", Instant.now().toString())
                .put("revision", Long.toString(turn))
                .put("partial", false)
                .put("groupCount", groups.size())
                .put("groups", groups)
                .put("total", totals(turn).put("previous", previous()))
                .put("coverage", coverage());
    }

    private static JsonObject totals(long turn) {
        return new JsonObject()
                .put("requests", turn)
                .put("errors", 0)
                .put("inputTokens", 10 * turn)
                .put("outputTokens", turn)
                .put("cacheReadTokens", 0)
                .put("cacheWriteTokens", 0)
                .put("unpriced", 0)
                .put("unattributed", 0)
                .put("listCost", ZERO)
                .put("cost", turn % 997 + ".123456789012");
    }

    private static JsonObject previous() {
        return new JsonObject()
                .put("requests", 1)
                .put("tokens", 1)
                .put("cost", "1.000000000000")
                .put("delta", "1.000000000000")
                .put("ratio", "2.000000");
    }

    private static JsonObject coverage() {
        return new JsonObject()
                .put("asOf", Instant.now().toString())
                .put("freshnessLagMs", 0)
                .put("requests", 10)
                .put("unpriced", 0)
                .put("unattributed", 0)
                .put("deadLettered", 0)
                .put("beyondRetention", 0)
                .put("outsideTheLogs", new JsonArray());
    }
}
