package io.bedrockmeter.standalone.system;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * A log file of random calls whose bodies hold a canary, with duplicates and the zero-count twins of streams, and what its
 * totals must be.
 */
final class GeneratedLog {

    /** Text that stands in every body and may be nowhere else. */
    static final String CANARY = "CANARY-7c1e-prompt";

    private static final List<String> TEAMS = List.of("search", "chat", "data");
    private static final Map<String, List<String>> PRICES_PER_MILLION = Map.of(
            "anthropic.claude-sonnet-4-20250514-v1:0", List.of("3", "15"),
            "amazon.nova-micro-v1:0", List.of("0.035", "0.14"),
            "global.anthropic.claude-sonnet-4-6", List.of("3", "15"));
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final Map<String, BigDecimal> costByTeam = new TreeMap<>();
    private final int requests;

    private GeneratedLog(int requests) {
        this.requests = requests;
    }

    static GeneratedLog write(Path file, int requests, long seed) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            return generate(requests, seed, START, Duration.ofDays(19), (time, record) -> {
                try {
                    out.write(record + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Makes records of calls within a time span, without writing them anywhere. */
    static GeneratedLog generate(
            int requests, long seed, Instant start, Duration span, BiConsumer<Instant, String> each) {
        GeneratedLog log = new GeneratedLog(requests);
        Random random = new Random(seed);
        List<String> models = PRICES_PER_MILLION.keySet().stream().sorted().toList();
        for (int i = 0; i < requests; i++) {
            String id = new UUID(seed, i).toString();
            String model = models.get(random.nextInt(models.size()));
            String team = TEAMS.get(random.nextInt(TEAMS.size()));
            Instant time = start.plusSeconds(random.nextInt(Math.toIntExact(span.toSeconds())));
            long input = random.nextInt(5_000);
            long output = 1 + random.nextInt(2_000);
            if (random.nextInt(4) == 0) {
                each.accept(time, record(id, time, model, team, 0, 0));
            }
            each.accept(time, record(id, time, model, team, input, output));
            if (random.nextInt(10) == 0) {
                each.accept(time, record(id, time, model, team, input, output));
            }
            log.costByTeam.merge(team, cost(model, input, output), BigDecimal::add);
        }
        return log;
    }

    /** Distinct requests. */
    int requests() {
        return requests;
    }

    /** Exact cost by team. */
    Map<String, BigDecimal> costByTeam() {
        return costByTeam;
    }

    private static BigDecimal cost(String model, long input, long output) {
        List<String> prices = PRICES_PER_MILLION.get(model);
        return new BigDecimal(prices.get(0))
                .multiply(BigDecimal.valueOf(input))
                .add(new BigDecimal(prices.get(1)).multiply(BigDecimal.valueOf(output)))
                .movePointLeft(6);
    }

    private static String record(String id, Instant time, String model, String team, long input, long output) {
        return """
                {"timestamp":"%s","accountId":"111122223333","identity":{"arn":"arn:aws:iam::111122223333:user/u"},\
                "region":"us-east-1","requestId":"%s","operation":"ConverseStream","modelId":"%s",\
                "requestMetadata":{"team":"%s"},\
                "input":{"inputContentType":"application/json","inputBodyJson":{"messages":[{"role":"user","content":\
                [{"text":"%s"}]}],"inputTokenCount":999},"inputTokenCount":%d},\
                "output":{"outputBodyJson":{"output":{"message":{"content":[{"text":"%s"}]}}},"outputTokenCount":%d},\
                "schemaType":"ModelInvocationLog","schemaVersion":"1.0"}\
                """.formatted(time, id, model, team, CANARY, input, CANARY, output);
    }
}
