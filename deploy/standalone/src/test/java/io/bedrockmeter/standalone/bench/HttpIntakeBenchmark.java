package io.bedrockmeter.standalone.bench;

import io.bedrockmeter.standalone.kafka.BrokerProcess;
import io.bedrockmeter.standalone.system.ProgramProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events per second that {@code POST /v1/events} acknowledges: batches of tag events, answered after Kafka has committed them,
 * with the broker, the service and the sender on one machine. Arguments: {@code [seconds] [requests under way] [events per
 * batch] [url]}. Without a URL it starts a broker and {@code ingest}, each in a process of its own.
 */
public final class HttpIntakeBenchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_SAMPLES = 1 << 20;
    private static final int OK = 200;

    private final URI target;
    private final int batch;
    private final Semaphore underWay;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong number = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final long[] latencies = new long[MOST_SAMPLES];
    private final AtomicLong samples = new AtomicLong();

    private HttpIntakeBenchmark(String url, int underWay, int batch) {
        this.target = URI.create(url + "/v1/events");
        this.batch = batch;
        this.underWay = new Semaphore(underWay);
    }

    public static void main(String[] args) throws Exception {
        Duration length = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 30);
        int underWay = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 100;
        if (args.length > 3) {
            new HttpIntakeBenchmark(args[3], underWay, batch).run(length);
            return;
        }
        Path directory = Files.createTempDirectory("bedrock-meter-bench-");
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), 0);
                ProgramProcess ingest = ProgramProcess.start(
                        Map.of(),
                        "ingest",
                        "--bootstrap-servers",
                        broker.bootstrapServers(),
                        "--data-dir",
                        directory.resolve("ingest").toString(),
                        "--http-port",
                        "0",
                        "--management-port",
                        "0")) {
            new HttpIntakeBenchmark(ingest.answers(), underWay, batch).run(length);
        }
        System.out.println("data left in " + directory);
    }

    private void run(Duration length) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        Thread sender = new Thread(() -> send(stop), "sender");
        sender.start();
        // The two pauses are the measurement: so long the senders work.
        TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
        long before = acknowledged.sum();
        samples.set(0);
        long began = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        double seconds = (System.nanoTime() - began) / 1e9;
        long events = acknowledged.sum() - before;
        int count = (int) Math.min(samples.get(), MOST_SAMPLES);
        stop.countDown();
        sender.join();
        long[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%,d events acknowledged in %.1f s: %,.0f events/s, batches of %d; answers after p50 %d ms, p99 %d ms; "
                        + "%d requests refused%n",
                events,
                seconds,
                events / seconds,
                batch,
                percentile(sorted, 50),
                percentile(sorted, 99),
                refused.sum());
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(sorted[(sorted.length - 1) * percent / 100]);
    }

    private void send(CountDownLatch stop) {
        while (stop.getCount() > 0) {
            underWay.acquireUninterruptibly();
            long began = System.nanoTime();
            client.sendAsync(request(), BodyHandlers.ofString()).whenComplete((answer, error) -> {
                underWay.release();
                note(answer, System.nanoTime() - began);
            });
        }
    }

    private void note(HttpResponse<String> answer, long nanos) {
        if (answer != null && answer.statusCode() == OK) {
            acknowledged.add(batch);
            latencies[(int) (samples.getAndIncrement() % MOST_SAMPLES)] = nanos;
        } else {
            refused.increment();
        }
    }

    private HttpRequest request() {
        StringBuilder body = new StringBuilder(batch * 220).append('[');
        for (int i = 0; i < batch; i++) {
            long id = number.getAndIncrement();
            body.append(i == 0 ? "" : ",")
                    .append(
                            "{\"specversion\":\"1.0\",\"type\":\"io.bedrockmeter.request-tags.v1\",\"source\":\"/bench\",\"id\":\"")
                    .append(id)
                    .append("\",\"data\":{\"requestId\":\"5f1c2a9e-0000-4000-8000-")
                    .append(100_000_000_000L + id)
                    .append("\",\"tags\":{\"Team\":\"search\",\"Environment\":\"prod\"}}}");
        }
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/cloudevents-batch+json")
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(body.append(']').toString()))
                .build();
    }
}
