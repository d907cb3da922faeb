package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.runtime.http.Routes;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/firehose}: HTTP endpoint of a Data Firehose stream. 200 only after all is committed; Firehose repeats
 * everything else but 413. All answers, refusals too, have the form that Firehose reads: {@code requestId},
 * {@code timestamp}, {@code errorMessage}.
 */
final class FirehoseRoute implements Routes {

    static final String PATH = "/v1/firehose";
    static final String ACCESS_KEY = "X-Amz-Firehose-Access-Key";
    static final String REQUEST_ID = "X-Amz-Firehose-Request-Id";

    private static final String SOURCE_ARN = "X-Amz-Firehose-Source-Arn";
    private static final String PROTOCOL_VERSION = "X-Amz-Firehose-Protocol-Version";
    private static final String VERSION = "1.0";
    private static final Pattern PRINTABLE_ID = Pattern.compile("[!-~]{1,256}");
    private static final Pattern ARN = Pattern.compile("arn:[!-~]{1,250}");

    /** Firehose reads up to 8,192; short answers are never compressed, which it would not understand. */
    private static final int MAX_ERROR_LENGTH = 512;

    private final IntakePipeline pipeline;
    private final FirehoseDelivery delivery;
    private final IntakeLimits limits;
    private final Clock clock;

    FirehoseRoute(IntakePipeline pipeline, LogReading logs, IntakeLimits limits, Clock clock) {
        this.pipeline = pipeline;
        this.delivery = new FirehoseDelivery(logs, limits);
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        Posts.refuseOtherMethods(router, PATH);
    }

    @Override
    public void mountReadingBodies(Router router) {
        router.post(PATH).handler(this::handle).failureHandler(this::refuse);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        List<Problem.Fault> faults = new ArrayList<>();
        if (requestId(request).isEmpty()) {
            faults.add(new Problem.Fault(REQUEST_ID, "expected 1 to 256 printable ASCII characters"));
        }
        String version = request.getHeader(PROTOCOL_VERSION);
        if (version != null && !version.equals(VERSION)) {
            faults.add(new Problem.Fault(PROTOCOL_VERSION, "expected " + VERSION));
        }
        if (!Posts.contentType(request).equals("application/json")) {
            faults.add(new Problem.Fault("Content-Type", "expected application/json"));
        }
        if (!faults.isEmpty()) {
            request.handler(chunk -> {});
            context.fail(new ProblemException(Problem.parameters(faults)));
            return;
        }
        String id = requestId(request);
        String source = source(request);
        pipeline.handle(context, limits.maxBodyBytes(), (sender, body, records) -> read(id, source, body, records));
    }

    private Answer read(String requestId, String source, ReceivedBody body, RequestRecords records) throws IOException {
        // Firehose counts its limit of bodies before compression.
        try (InputStream content = body.open(new InflateLimit(limits.maxBodyBytes(), limits.maxRatio()))) {
            delivery.read(content, requestId, source, records);
        }
        return new Answer(200, answer(requestId).toBuffer());
    }

    private void refuse(RoutingContext context) {
        if (!(context.failure() instanceof ProblemException refused)) {
            context.next();
            return;
        }
        Problem problem = refused.problem();
        String detail = problem.code().title() + ": " + problem.detail();
        problem.retryAfter()
                .ifPresent(after -> context.response()
                        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, after.toSeconds()))));
        new Answer(
                        problem.code().status(),
                        answer(requestId(context.request()))
                                .put(
                                        "errorMessage",
                                        detail.length() <= MAX_ERROR_LENGTH
                                                ? detail
                                                : detail.substring(0, MAX_ERROR_LENGTH))
                                .toBuffer())
                .send(context.response());
    }

    private JsonObject answer(String requestId) {
        return new JsonObject().put("requestId", requestId).put("timestamp", clock.millis());
    }

    /** The request id, the same for every repetition; empty when there is none that can be used. */
    private static String requestId(HttpServerRequest request) {
        String id = request.getHeader(REQUEST_ID);
        return id != null && PRINTABLE_ID.matcher(id).matches() ? id : "";
    }

    private static String source(HttpServerRequest request) {
        String arn = request.getHeader(SOURCE_ARN);
        return arn != null && ARN.matcher(arn).matches() ? "firehose:" + arn : "firehose";
    }
}
