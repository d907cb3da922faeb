package io.bedrockmeter.standalone.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Senders of batches of tag events, each sending the next when the last is answered; what they were told is kept. */
final class EventLoad implements AutoCloseable {

    private static final int SENDERS = 8;
    private static final int BATCH = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final String idPrefix;
    private final URI target;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong number = new AtomicLong();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder withoutRetryAfter = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean stopped;

    EventLoad(String answersOn) {
        this(answersOn, "event-");
    }

    /** @param idPrefix put before the number of each event */
    EventLoad(String answersOn, String idPrefix) {
        this.idPrefix = idPrefix;
        this.target = URI.create(answersOn + "/v1/events");
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(this::run, "sender-" + i);
            senders.add(sender);
            sender.start();
        }
    }

    /** Request ids of events that were acknowledged. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** How often each status was answered. */
    Map<Integer, Long> answers() {
        return answers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    /** Refusals that did not say when to come again. */
    long withoutRetryAfter() {
        return withoutRetryAfter.sum();
    }

    /** Requests that got no answer in time. */
    long unanswered() {
        return unanswered.sum();
    }

    @Override
    public void close() {
        stop();
    }

    /** Sends no more, and waits for the last answers. */
    void stop() {
        stopped = true;
        for (Thread sender : senders) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void run() {
        while (!stopped) {
            List<String> ids = IntStream.range(0, BATCH)
                    .mapToObj(i -> idPrefix + number.getAndIncrement())
                    .toList();
            try {
                note(ids, client.send(request(ids), BodyHandlers.ofString()));
            } catch (IOException e) {
                unanswered.increment();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void note(List<String> ids, HttpResponse<String> answer) {
        answers.computeIfAbsent(answer.statusCode(), absent -> new LongAdder()).increment();
        if (answer.statusCode() == OK) {
            acknowledged.addAll(ids);
        } else if (answer.headers().firstValue("Retry-After").isEmpty()) {
            withoutRetryAfter.increment();
        }
    }

    private HttpRequest request(List<String> ids) {
        String body = ids.stream().map(id -> """
                        {"specversion":"1.0","type":"io.bedrockmeter.request-tags.v1","source":"/load","id":"%s",\
                        "data":{"requestId":"%s","tags":{"Team":"search"}}}""".formatted(id, id)).collect(Collectors.joining(",", "[", "]"));
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/cloudevents-batch+json")
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
