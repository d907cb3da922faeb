package io.bedrockmeter.bench.workload;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Calls as JSON: the record Bedrock logs (docs.aws.amazon.com/bedrock, "Model invocation logging"), without bodies about 500
 * bytes, with bodies 600 to 2,500; and what the application tells of the call.
 */
public final class LogJson {

    /** Where the records would have been read. */
    public static final String SOURCE = "cloudwatch:/aws/bedrock/modelinvocations";

    private static final String WORDS = "the quarterly report shows that demand for the service grew in every region, ";
    private static final int LONGEST_BODY = 820;

    private final Names names;
    private final boolean bodies;

    public LogJson(Names names, boolean bodies) {
        this.names = names;
        this.bodies = bodies;
    }

    /** The log record of a call. */
    public byte[] invocation(Call call) {
        StringBuilder json = new StringBuilder(bodies ? 2_600 : 640);
        json.append("{\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\",\"timestamp\":\"")
                .append(Instant.ofEpochMilli(call.timeMs()))
                .append("\",\"accountId\":\"")
                .append(Names.ACCOUNT)
                .append("\",\"identity\":{\"arn\":\"")
                .append(names.principal(call.application()))
                .append('/')
                .append(CallRecords.session(call))
                .append("\"},\"region\":\"")
                .append(Names.REGION)
                .append("\",\"requestId\":\"")
                .append(call.requestId())
                .append("\",\"operation\":\"")
                .append(names.operation(call.application()))
                .append("\",\"modelId\":\"")
                .append(names.model(call.model()))
                .append("\",\"requestMetadata\":{\"feature\":\"")
                .append(CallRecords.feature(call))
                .append("\"},\"input\":{\"inputContentType\":\"application/json\",");
        if (bodies) {
            json.append("\"inputBodyJson\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"");
            text(json, call.inputTokens());
            json.append("\"}]}],\"inferenceConfig\":{\"maxTokens\":512}},");
        }
        json.append("\"inputTokenCount\":")
                .append(call.inputTokens())
                .append(",\"cacheReadInputTokenCount\":")
                .append(call.cacheReadTokens())
                .append(",\"cacheWriteInputTokenCount\":0},\"output\":{\"outputContentType\":\"application/json\",");
        if (bodies) {
            json.append(
                    "\"outputBodyJson\":{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"");
            text(json, call.outputTokens());
            json.append("\"}]}},\"stopReason\":\"end_turn\"},");
        }
        json.append("\"outputTokenCount\":").append(call.outputTokens()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the application tells of a call: request id, time and tags. */
    public byte[] tagEvent(Call call) {
        StringBuilder json = new StringBuilder(320);
        json.append("{\"requestId\":\"")
                .append(call.requestId())
                .append("\",\"time\":\"")
                .append(Instant.ofEpochMilli(call.timeMs()))
                .append("\",\"tags\":{");
        String separator = "";
        for (Map.Entry<String, String> tag : names.tags(call.application()).entrySet()) {
            json.append(separator)
                    .append('"')
                    .append(tag.getKey())
                    .append("\":\"")
                    .append(tag.getValue())
                    .append('"');
            separator = ",";
        }
        return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, int tokens) {
        int length = Math.min(LONGEST_BODY, 20 + tokens);
        for (int left = length; left > 0; left -= WORDS.length()) {
            json.append(WORDS, 0, Math.min(left, WORDS.length()));
        }
    }
}
