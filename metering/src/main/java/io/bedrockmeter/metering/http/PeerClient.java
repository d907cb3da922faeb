package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
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
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Asks another instance for its share of an answer. */
final class PeerClient implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 256 << 20;
    private static final int CONNECTIONS_PER_PEER = 16;
    private static final int OK = 200;

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
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(peer.host())
                .setPort(peer.port())
                .setURI(InternalRowsRoute.PATH + "?" + query(question, maxGroups));
        key.ifPresent(secret -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + secret.reveal()));
        Promise<byte[]> answer = Promise.promise();
        client.request(options)
                .onSuccess(request -> exchange(request, maxGroups, answer))
                .onFailure(answer::tryFail);
        return answer.future().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void exchange(HttpClientRequest request, int maxGroups, Promise<byte[]> answer) {
        request.idleTimeout(deadline.toMillis());
        // What comes after the deadline is of no use to anybody.
        answer.future().timeout(deadline.toMillis(), TimeUnit.MILLISECONDS).onFailure(late -> request.reset());
        request.send()
                .onSuccess(response -> receive(request, response, maxGroups, answer))
                .onFailure(answer::tryFail);
    }

    private static void receive(
            HttpClientRequest request, HttpClientResponse response, int maxGroups, Promise<byte[]> answer) {
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
        response.endHandler(end -> {
            if (response.statusCode() == OK) {
                answer.tryComplete(body.getBytes());
            } else if (response.statusCode() == InternalRowsRoute.TOO_MANY_GROUPS) {
                answer.tryFail(new TooManyGroupsException(maxGroups));
            } else {
                answer.tryFail(new IOException("it answered with status " + response.statusCode()));
            }
        });
    }

    private static String query(Question question, int maxGroups) {
        StringJoiner query = new StringJoiner("&");
        for (Grouping grouping : question.groupBy()) {
            query.add(parameter(QuestionReader.GROUP_BY, grouping.name()));
        }
        for (RowFilter filter : question.filters()) {
            query.add(parameter(QuestionReader.FILTER, filter.text()));
        }
        question.range().from().ifPresent(from -> query.add(parameter(QuestionReader.FROM, from.toString())));
        question.range().to().ifPresent(to -> query.add(parameter(QuestionReader.TO, to.toString())));
        question.granularity().ifPresent(length -> query.add(parameter(QuestionReader.GRANULARITY, length.wireName())));
        return query.add(parameter(InternalRowsRoute.MAX_GROUPS, Integer.toString(maxGroups)))
                .toString();
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
