package io.bedrockmeter.bench.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What applications and models are called, and what models cost. */
public final class Names {

    /** The account all calls are made from. */
    public static final String ACCOUNT = "111122223333";

    /** The Region all calls are made in. */
    public static final String REGION = "us-east-1";

    /** The tag keys, in taxonomy order. */
    public static final List<String> TAG_KEYS = List.of("Application", "Environment", "Team", "CostCenter", "Owner");

    private static final List<String> OPERATIONS =
            List.of("Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream");
    private static final List<String> ENVIRONMENTS = List.of("prod", "stage", "dev");

    private final List<String> models = new ArrayList<>();
    private final List<String> principals = new ArrayList<>();
    private final List<Map<String, String>> tags = new ArrayList<>();

    public Names(Shape shape) {
        for (int model = 0; model < shape.models(); model++) {
            models.add("anthropic.bench-%03d-20260101-v1:0".formatted(model));
        }
        for (int application = 0; application < shape.applications(); application++) {
            principals.add("arn:aws:sts::%s:assumed-role/application-%03d-role".formatted(ACCOUNT, application));
            tags.add(tagsOf(application));
        }
    }

    private static Map<String, String> tagsOf(int application) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", "application-%03d".formatted(application));
        tags.put("Environment", ENVIRONMENTS.get(application % ENVIRONMENTS.size()));
        tags.put("Team", "team-%02d".formatted(application % 40));
        tags.put("CostCenter", "cc-%04d".formatted(1_000 + application % 20));
        tags.put("Owner", "owner-%02d@example.com".formatted(application % 60));
        return tags;
    }

    /** Model id, as called and as priced. */
    public String model(int model) {
        return models.get(model);
    }

    public int models() {
        return models.size();
    }

    /** ARN of the role an application calls with, without the session. */
    public String principal(int application) {
        return principals.get(application);
    }

    /** The tags of an application in taxonomy order. */
    public Map<String, String> tags(int application) {
        return tags.get(application);
    }

    public String operation(int application) {
        return OPERATIONS.get(application % OPERATIONS.size());
    }

    /** Price of an input token in 1e-12 US dollars. */
    public long inputPicos(int model) {
        return 250_000L + 37_500L * (model % 97);
    }

    /** Price of an output token in 1e-12 US dollars. */
    public long outputPicos(int model) {
        return 5 * inputPicos(model);
    }

    /** Price of a token read from a cache in 1e-12 US dollars. */
    public long cacheReadPicos(int model) {
        return inputPicos(model) / 10;
    }

    /** What a call costs in 1e-12 US dollars. */
    public long costPicos(Call call) {
        return call.inputTokens() * inputPicos(call.model())
                + call.outputTokens() * outputPicos(call.model())
                + call.cacheReadTokens() * cacheReadPicos(call.model());
    }
}
