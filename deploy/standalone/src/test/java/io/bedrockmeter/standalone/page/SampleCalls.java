package io.bedrockmeter.standalone.page;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Log records of a company whose teams call several models: this month, the month before and right now. */
final class SampleCalls {

    /** A value that a page must show and never run. */
    static final String SCRIPT = "<script>window.broken=1</script>";

    static final String LONG_NAME =
            "finance-and-controlling-of-the-whole-group-with-a-name-that-goes-on-and-on-".repeat(2);

    private static final List<String> MODELS = List.of(
            "anthropic.claude-sonnet-4-6",
            "anthropic.claude-haiku-4-5-20251001-v1:0",
            "amazon.nova-lite-v1:0",
            "amazon.nova-pro-v1:0",
            "amazon.nova-micro-v1:0");
    private static final int LAST_DAYS = 45;
    private static final int OWNERS = 1_000;

    private record Workload(String team, String application, String environment, int weight) {}

    private static final List<Workload> WORKLOADS = List.of(
            new Workload("support", "customer-chatbot", "production", 9),
            new Workload("support", "customer-chatbot", "development", 2),
            new Workload("search", "assistant", "production", 9),
            new Workload("search", "assistant", "staging", 2),
            new Workload("data-science", "evaluation", "development", 6),
            new Workload("data-science", "notebooks", "production", 3),
            new Workload("ads", "copywriter", "production", 5),
            new Workload("platform", "code-review", "development", 4),
            new Workload("legal", "contracts", "production", 2),
            new Workload("hr", SCRIPT, "production", 1),
            new Workload(LONG_NAME, "ledger", "production", 1));

    private final Random random;
    private final Instant now;

    SampleCalls(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = now;
    }

    /** So many records, the first thousand with an owner each; more of them lately than long ago. */
    List<String> records(int calls) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            double ago = Math.pow(random.nextDouble(), 2)
                    * Duration.ofDays(LAST_DAYS).toSeconds();
            records.add(record(now.minusSeconds(10 + (long) ago), "owner-%04d".formatted(i % OWNERS)));
        }
        return records;
    }

    private String record(Instant time, String owner) {
        Workload workload = pick();
        return record(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                time,
                MODELS.get(random.nextInt(MODELS.size())),
                new JsonObject()
                        .put("Team", workload.team())
                        .put("Application", workload.application())
                        .put("Environment", workload.environment())
                        .put("Owner", owner),
                200 + random.nextInt(20_000),
                50 + random.nextInt(4_000));
    }

    /** One log record, without bodies. */
    static String record(String id, Instant time, String model, JsonObject tags, long input, long output) {
        return new JsonObject()
                .put("timestamp", time.toString())
                .put("accountId", "111122223333")
                .put("identity", new JsonObject().put("arn", "arn:aws:iam::111122223333:role/app"))
                .put("region", "us-east-1")
                .put("requestId", id)
                .put("operation", "Converse")
                .put("modelId", model)
                .put("requestMetadata", tags)
                .put("input", new JsonObject().put("inputTokenCount", input))
                .put("output", new JsonObject().put("outputTokenCount", output))
                .put("schemaType", "ModelInvocationLog")
                .put("schemaVersion", "1.0")
                .encode();
    }

    private Workload pick() {
        int left = random.nextInt(WORKLOADS.stream().mapToInt(Workload::weight).sum());
        for (Workload workload : WORKLOADS) {
            left -= workload.weight();
            if (left < 0) {
                return workload;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }
}
