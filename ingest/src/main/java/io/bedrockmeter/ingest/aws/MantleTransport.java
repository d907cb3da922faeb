package io.bedrockmeter.ingest.aws;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to bedrock-mantle: authenticated, with a time limit, repeated after throttling, server errors and broken connections
 * as far as that cannot do something twice. Redirects are not followed, so that the key goes nowhere else.
 */
final class MantleTransport implements AutoCloseable {

    private static final int ATTEMPTS = 6;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_DEPTH = 32;
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private final MantleSettings settings;
    private final RetryDelay delay;
    private final Pause pause;
    private final Vertx vertx;
    private final WebClient client;

    MantleTransport(MantleSettings settings, RetryDelay delay, Pause pause) {
        this.settings = settings;
        this.delay = delay;
        this.pause = pause;
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) settings.timeout().toMillis())
                        .setFollowRedirects(false)
                        .setUserAgent("bedrock-meter"));
    }

    /** A call; {@code repeatable} when doing it twice is the same as doing it once. */
    record Call(HttpMethod method, String path, Optional<ObjectNode> body, boolean repeatable) {

        static Call get(String path) {
            return new Call(HttpMethod.GET, path, Optional.empty(), true);
        }

        static Call post(String path, Optional<ObjectNode> body, boolean repeatable) {
            return new Call(HttpMethod.POST, path, body, repeatable);
        }

        @Override
        public String toString() {
            int query = path.indexOf('?');
            return method + " " + (query < 0 ? path : path.substring(0, query));
        }
    }

    /** How one attempt ended: an answer, or none. */
    private record Attempt(int status, String retryAfter, Buffer body, Optional<Throwable> failure) {

        boolean mayRepeat(boolean repeatable) {
            if (failure.isPresent()) {
                // Without a connection nothing was sent.
                return repeatable || failure.get() instanceof ConnectException;
            }
            return status == TOO_MANY_REQUESTS || (status >= SERVER_ERROR && repeatable);
        }
    }

    /**
     * Makes a call.
     *
     * @return the JSON document of the answer
     * @throws MantleException when the answer is an error, no JSON, or does not come
     */
    JsonNode call(Call call) throws MantleException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Attempt made = attempt(call);
            Optional<Duration> wait = attempt < ATTEMPTS && made.mayRepeat(call.repeatable())
                    ? delay.after(attempt, made.retryAfter())
                    : Optional.empty();
            if (wait.isEmpty()) {
                return document(call, made);
            }
            pause.hold(wait.get());
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }

    private Attempt attempt(Call call) throws InterruptedException {
        HttpRequest<Buffer> request = client.requestAbs(call.method(), settings.base() + call.path())
                .bearerTokenAuthentication(settings.key().reveal())
                .putHeader("Accept", "application/json")
                .timeout(settings.timeout().toMillis());
        try {
            HttpResponse<Buffer> response = (call.body().isPresent()
                            ? request.putHeader("Content-Type", "application/json")
                                    .sendBuffer(Buffer.buffer(call.body().get().toString()))
                            : request.send())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            String retryAfter = response.getHeader("Retry-After");
            Buffer body = response.body();
            return new Attempt(
                    response.statusCode(),
                    retryAfter == null ? "" : retryAfter,
                    body == null ? Buffer.buffer() : body,
                    Optional.empty());
        } catch (ExecutionException e) {
            return new Attempt(0, "", Buffer.buffer(), Optional.of(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            return new Attempt(0, "", Buffer.buffer(), Optional.of(e));
        }
    }

    private JsonNode document(Call call, Attempt made) throws MantleException {
        if (made.failure().isPresent()) {
            Throwable cause = made.failure().get();
            throw new MantleException(
                    call + " at " + settings.base() + " got no answer: " + cause.getMessage(), 0, cause);
        }
        JsonNode document = json(made.body());
        if (made.status() < 200 || made.status() > 299) {
            JsonNode error = document.path("error");
            String code = error.path("code").asText(error.path("type").asText(""));
            throw new MantleException(
                    call + " at " + settings.base() + " was refused: HTTP " + made.status()
                            + (code.isEmpty() ? "" : " " + Rejection.quote(code)),
                    made.status(),
                    null);
        }
        if (!document.isObject()) {
            throw new MantleException(
                    call + " at " + settings.base() + " answered no JSON object", made.status(), null);
        }
        return document;
    }

    private static JsonNode json(Buffer body) {
        try {
            JsonNode document = JSON.readTree(body.getBytes());
            return document == null ? MissingNode.getInstance() : document;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
