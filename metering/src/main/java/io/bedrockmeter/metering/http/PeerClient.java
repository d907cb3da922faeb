package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.TooManyGroupsException;
import io.bedrockmeter.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks another instance for its share of an answer. */
final class PeerClient implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 256 << 20;
    private static final int CONNECTIONS_PER_PEER = 16;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final Optional<Secret> key;
    private final Duration deadline;

    /** @param key shown to peers, see {@link PeerAccess} */
    PeerClient(Vertx vertx, Optional<Secret> key, Duration deadline) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(Math.toIntExact(deadline.toMillis()))
                        .setDecompressionSupported(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_PEER));
        this.key = key;
        this.deadline = deadline;
    }

    /**
     * The bytes of {@link RowsWire}. Fails when they do not come within the deadline; with {@link TooManyGroupsException}
     * when the peer has too many groups.
     */
    Future<byte[]> ask(Peer peer, Question question, int maxGroups) {
        return get(peer, InternalRowsRoute.PATH + "?" + query(question, maxGroups))
                .compose(answer -> switch (answer.status()) {
                    case OK -> Future.succeededFuture(answer.body());
                    case InternalRowsRoute.TOO_MANY_GROUPS ->
                        Future.failedFuture(new TooManyGroupsException(maxGroups));
                    default -> unexpected(answer);
                });
    }

    /** What the peer remembers of a request, as it stores it; empty when nothing. Fails like {@link #ask}. */
    Future<Optional<byte[]>> remembered(Peer peer, String requestId) {
        return get(peer, InternalRequestRoute.PREFIX + URLEncoder.encode(requestId, StandardCharsets.UTF_8))
                .compose(answer -> switch (answer.status()) {
                    case OK -> Future.succeededFuture(Optional.of(answer.body()));
                    case NOT_FOUND -> Future.succeededFuture(Optional.empty());
                    default -> unexpected(answer);
                });
    }

    private static <T> Future<T> unexpected(Answer answer) {
        return Future.failedFuture(new IOException("it answered with status " + answer.status()));
    }

    private record Answer(int status, byte[] body) {}

    private Future<Answer> get(Peer peer, String uri) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(peer.host())
                .setPort(peer.port())
                .setURI(uri);
        key.ifPresent(secret -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + secret.reveal()));
        Promise<Answer> answer = Promise.promise();
        client.request(options).onSuccess(request -> exchange(request, answer)).onFailure(answer::tryFail);
        return answer.future().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void exchange(HttpClientRequest request, Promise<Answer> answer) {
        request.idleTimeout(deadline.toMillis());
        // What comes after the deadline is of no use to anybody.
        answer.future().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS).onFailure(late -> request.reset());
        request.send().onSuccess(response -> receive(request, response, answer)).onFailure(answer::tryFail);
    }

    private static void receive(HttpClientRequest request, HttpClientResponse response, Promise<Answer> answer) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_ANSWER_BYTES) {
                answer.tryFail(new IOException("the answer has more than " + MAX_ANSWER_BYTES + " bytes"));
                request.reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> answer.tryComplete(new Answer(response.statusCode(), body.getBytes())));
    }

    private static String query(Question question, int maxGroups) {
        return new QueryText(question)
                .with(InternalRowsRoute.MAX_GROUPS, Integer.toString(maxGroups))
                .toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
