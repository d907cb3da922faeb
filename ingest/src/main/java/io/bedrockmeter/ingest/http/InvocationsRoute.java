package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * {@code POST /v1/invocations}: invocation log records, one JSON object per line. What is refused is named in the answer by
 * its line, and is not kept: the sender has it.
 */
final class InvocationsRoute implements Routes {

    static final String PATH = "/v1/invocations";

    /** How many refusals an answer lists. */
    static final int MAX_LISTED = 100;

    private static final Set<String> TYPES = Set.of(
            "application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json", "text/plain");

    private final IntakePipeline pipeline;
    private final LogReading logs;
    private final IntakeLimits limits;
    private final IntakeCounters counters;

    InvocationsRoute(IntakePipeline pipeline, LogReading logs, IntakeLimits limits, IntakeCounters counters) {
        this.pipeline = pipeline;
        this.logs = logs;
        this.limits = limits;
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
        if (!Posts.isOneOf(context.request(), TYPES)) {
            context.request().handler(chunk -> {});
            context.fail(new ProblemException(Problem.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type: expected application/x-ndjson (JSON lines)")));
            return;
        }
        pipeline.handle(context, limits.maxBodyBytes(), this::read);
    }

    private Answer read(Sender sender, ReceivedBody body, RequestRecords records) throws IOException {
        String source = "http:" + sender.id();
        Refused refused = new Refused(source.length() + 1);
        try (InputStream content = body.open(limits.inflation())) {
            logs.read(content, new InvocationsOnly(records), source, source, refused::add);
        }
        counters.countRefused(refused.count);
        return Answer.json(
                refused.count == 0 ? 200 : 207,
                new JsonObject()
                        .put("accepted", records.invocations())
                        .put("refusedCount", refused.count)
                        .put("refused", refused.listed));
    }

    /** Leaves out dead letters. */
    private record InvocationsOnly(UsageSink sink) implements UsageSink {

        @Override
        public void invocation(Invocation invocation) {
            sink.invocation(invocation);
        }

        @Override
        public void tagEvent(TagEvent event) {
            sink.tagEvent(event);
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            // The sender learns of it from the answer.
        }
    }

    /** Collects refusals for the answer. */
    private static final class Refused {

        private final int lineStart;
        final JsonArray listed = new JsonArray();
        long count;

        /** @param lineStart where the line number stands in origins */
        Refused(int lineStart) {
            this.lineStart = lineStart;
        }

        void add(Refusal refusal) {
            count++;
            if (listed.size() < MAX_LISTED) {
                listed.add(new JsonObject()
                        .put("line", line(refusal.origin()))
                        .put("code", refusal.rejection().code().name())
                        .put("field", refusal.rejection().field())
                        .put("reason", refusal.rejection().reason()));
            }
        }

        /** Of an origin such as {@code http:key:7} or {@code http:key:7:2#logEvents[0]}. */
        private long line(String origin) {
            int end = lineStart;
            long line = 0;
            while (end < origin.length() && Character.isDigit(origin.charAt(end))) {
                line = line * 10 + Character.digit(origin.charAt(end), 10);
                end++;
            }
            return line;
        }
    }
}
