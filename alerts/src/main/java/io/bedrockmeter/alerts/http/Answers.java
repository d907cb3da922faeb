package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.board.BoardSource;
import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Answers questions from the board, away from the event loop. */
final class Answers {

    static final String NEXT = "next";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BoardSource source;
    private final BlockingWork work;
    private final Clock clock;

    Answers(BoardSource source, BlockingWork work, Clock clock) {
        this.source = source;
        this.work = work;
        this.clock = clock;
    }

    /** Sends what {@code answer} puts into an object that tells the time of the answer. */
    void send(RoutingContext context, BiConsumer<Board, Map<String, Object>> answer) {
        work.run(() -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("asOf", clock.instant().toString());
                    answer.accept(ready(source), fields);
                    return JsonReply.of(fields);
                })
                .onSuccess(reply -> reply.send(context))
                .onFailure(context::fail);
    }

    /** As {@link #send}, without a time. */
    void sendAsIs(RoutingContext context, BiConsumer<Board, Map<String, Object>> answer) {
        work.run(() -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    answer.accept(ready(source), fields);
                    return JsonReply.of(fields);
                })
                .onSuccess(reply -> reply.send(context))
                .onFailure(context::fail);
    }

    /** @throws ProblemException 503 while not everything was read once */
    static Board ready(BoardSource source) {
        return source.board()
                .orElseThrow(() -> new ProblemException(Problem.passing(
                        ErrorCode.NOT_READY, "budgets and alerts are being read from Kafka", RETRY_AFTER)));
    }

    /** @throws ProblemException 404 */
    static ProblemException noBudget(String id) {
        return new ProblemException(Problem.of(ErrorCode.NOT_FOUND, "no budget " + id + " is in force"));
    }
}
