package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.events.CloudEventParser;
import io.bedrockmeter.ingest.events.EventResult;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /v1/events}: CloudEvents 1.0 in binary, structured and batched mode (CloudEvents HTTP binding, section 3). A
 * single event is taken (204) or refused; of a batch each event is, and the answer lists those that were refused (207).
 */
final class EventsRoute implements Routes {

    static final String PATH = "/v1/events";

    /** How many refusals an answer lists. */
    static final int MAX_LISTED = 100;

    private static final InflateLimit INFLATION =
            new InflateLimit(CloudEventParser.MAX_BYTES, InflateLimit.DEFAULT_RATIO);

    private final IntakePipeline pipeline;
    private final CloudEventParser parser;
    private final IntakeCounters counters;

    /** One event that was refused, and the field that is out of the sender's scope if that is why. */
    private record Refused(int index, boolean outOfScope, String code, String field, String reason) {}

    EventsRoute(IntakePipeline pipeline, Clock clock, IntakeCounters counters) {
        this.pipeline = pipeline;
        this.parser = new CloudEventParser(clock);
        this.counters = counters;
    }

    @Override
    public void mount(Router router) {
        Posts.refuseOtherMethods(router, PATH);
    }

    @Override
    public void mountReadingBodies(Router router) {
        router.post(PATH).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        EventMode mode;
        Map<String, String> attributes;
        try {
            mode = EventMode.of(context.request());
            attributes = mode == EventMode.BINARY ? EventMode.attributes(context.request()) : Map.of();
        } catch (ProblemException e) {
            context.request().handler(chunk -> {});
            context.fail(e);
            return;
        }
        pipeline.handle(
                context,
                CloudEventParser.MAX_BYTES,
                (sender, body, records) -> read(mode, attributes, sender, body, records));
    }

    private Answer read(
            EventMode mode, Map<String, String> attributes, Sender sender, ReceivedBody body, RequestRecords records)
            throws IOException {
        byte[] content;
        try (InputStream in = body.open(INFLATION)) {
            content = in.readAllBytes();
        }
        boolean batch = mode.isBatch(content);
        String origin = "http:" + sender.id();
        List<EventResult> results = mode == EventMode.BINARY
                ? List.of(parser.parse(attributes, content, sender.authenticated(), origin))
                : parser.parse(content, 0, content.length, sender.authenticated(), origin);
        return batch || results.isEmpty() ? batch(results, sender, records) : single(results.get(0), sender, records);
    }

    private Answer single(EventResult result, Sender sender, RequestRecords records) {
        Optional<Refused> refused = take(0, result, sender, records);
        if (refused.isEmpty()) {
            return Answer.NO_CONTENT;
        }
        counters.countRefused(1);
        throw new ProblemException(problem(refused.get()));
    }

    private Answer batch(List<EventResult> results, Sender sender, RequestRecords records) {
        if (results.size() == 1
                && results.get(0) instanceof EventResult.Refused whole
                && isWhole(whole.rejection().code())) {
            counters.countRefused(1);
            throw new ProblemException(problem(refused(0, whole.rejection())));
        }
        JsonArray listed = new JsonArray();
        int count = 0;
        for (int i = 0; i < results.size(); i++) {
            Optional<Refused> refused = take(i, results.get(i), sender, records);
            if (refused.isPresent()) {
                count++;
                if (listed.size() < MAX_LISTED) {
                    listed.add(json(refused.get()));
                }
            }
        }
        counters.countRefused(count);
        return Answer.json(
                count == 0 ? 200 : 207,
                new JsonObject()
                        .put("accepted", results.size() - count)
                        .put("refusedCount", count)
                        .put("refused", listed));
    }

    private static Optional<Refused> take(int index, EventResult result, Sender sender, RequestRecords records) {
        if (result instanceof EventResult.Refused refused) {
            return Optional.of(refused(index, refused.rejection()));
        }
        TagEvent event =
                result instanceof EventResult.Usage usage ? usage.event() : ((EventResult.Tags) result).event();
        Optional<String> violation = sender.scope().violation(event);
        if (violation.isPresent()) {
            return Optional.of(new Refused(
                    index,
                    true,
                    "OUT_OF_SCOPE",
                    violation.get(),
                    violation.get() + ": not within what the API key may say"));
        }
        if (result instanceof EventResult.Usage usage) {
            records.invocation(usage.invocation());
        }
        records.tagEvent(event);
        return Optional.empty();
    }

    private static boolean isWhole(RejectionCode code) {
        return code == RejectionCode.MALFORMED_JSON || code == RejectionCode.TOO_LARGE;
    }

    private static Refused refused(int index, Rejection rejection) {
        return new Refused(index, false, rejection.code().name(), rejection.field(), rejection.reason());
    }

    private static Problem problem(Refused refused) {
        ErrorCode code = refused.outOfScope() ? ErrorCode.FORBIDDEN : ErrorCode.INVALID_BODY;
        List<Problem.Fault> faults =
                refused.field().isEmpty() ? List.of() : List.of(new Problem.Fault(refused.field(), refused.reason()));
        return new Problem(code, refused.code() + ": " + refused.reason(), faults, Optional.empty());
    }

    private static JsonObject json(Refused refused) {
        return new JsonObject()
                .put("index", refused.index())
                .put("status", refused.outOfScope() ? 403 : 400)
                .put("code", refused.code())
                .put("field", refused.field())
                .put("reason", refused.reason());
    }
}
