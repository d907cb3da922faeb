package io.bedrockmeter.standalone.chaos;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Asks all nodes again and again. An answer that does not call itself partial must not tell less than a whole answer that was
 * given some time before, nor more than was sent. A correction moves a request from one cell to another, which another
 * task may hold: while one half of it is on its way the request is told twice or not at all.
 */
final class AnswerWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** What was just written may be told, taken back by a crash and told again. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    /** Corrections that may be under way at once: late tag events of half a minute, and records without counts. */
    private static final int UNDER_WAY = 800;

    private record Told(Instant at, long requests) {}

    private final List<MeteringNode> nodes;
    private final LongSupplier sent;
    private final Deque<Told> whole = new ArrayDeque<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger partial = new AtomicInteger();
    private final AtomicInteger complete = new AtomicInteger();
    private final Thread watcher = new Thread(this::run, "answer watch");
    private long settled;
    private volatile boolean stopped;

    AnswerWatch(List<MeteringNode> nodes, LongSupplier sent) {
        this.nodes = nodes;
        this.sent = sent;
        watcher.start();
    }

    /** Answers that told something wrong. */
    List<String> wrong() {
        return wrong;
    }

    /** Answers that said that something is missing. */
    int partialAnswers() {
        return partial.get();
    }

    int wholeAnswers() {
        return complete.get();
    }

    private void run() {
        try {
            while (!stopped) {
                for (MeteringNode node : nodes) {
                    Instant asked = Instant.now();
                    Optional<JsonObject> answer = node.usage("");
                    answer.ifPresent(json -> check(node, asked, json));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void check(MeteringNode node, Instant asked, JsonObject answer) {
        if (answer.getBoolean("partial")) {
            partial.incrementAndGet();
            if (answer.getJsonArray("missing").isEmpty()) {
                wrong.add(node.address() + " does not say what is missing: " + answer.encode());
            }
            return;
        }
        complete.incrementAndGet();
        long requests = answer.getJsonObject("total").getLong("requests");
        while (!whole.isEmpty() && whole.peek().at.isBefore(asked.minus(SETTLED))) {
            settled = Math.max(settled, whole.poll().requests);
        }
        long most = sent.getAsLong();
        boolean admitsLag =
                answer.getJsonObject("coverage").getLong("freshnessLagMs", Long.MAX_VALUE) > SETTLED.toMillis();
        if (requests < settled - UNDER_WAY && !admitsLag || requests > most + UNDER_WAY) {
            wrong.add("%s told %d requests at %s; settled %d, sent %d: %s"
                    .formatted(node.address(), requests, asked, settled, most, answer.encode()));
        }
        whole.add(new Told(asked, requests));
    }

    @Override
    public void close() {
        stopped = true;
        try {
            watcher.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
