package io.bedrockmeter.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * An alert as an SNS message: text for people, JSON for machines, attributes for subscription filters
 * (docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
final class SnsMessage {

    /** SNS: less than 100 characters, no line breaks or control characters, ASCII. */
    static final int MAX_SUBJECT = 99;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SnsMessage() {}

    static PublishRequest of(Alert alert, String topicArn) {
        return PublishRequest.builder()
                .topicArn(topicArn)
                .subject(subject(alert))
                .messageStructure("json")
                .message(body(alert))
                .messageAttributes(Map.of(
                        "alertId", string(alert.alertId()),
                        "budgetId", string(alert.budgetId()),
                        "kind", string(alert.kind().name()),
                        "threshold", number(alert.threshold().label()),
                        "period", string(alert.window().start().toString())))
                .build();
    }

    static String subject(Alert alert) {
        String text = AlertText.line(alert).replaceAll("[^\\x20-\\x7E]", "?");
        return text.length() <= MAX_SUBJECT ? text : text.substring(0, MAX_SUBJECT - 3) + "...";
    }

    /** One rendering per protocol; protocols that are not named get the default. */
    private static String body(Alert alert) {
        String text = AlertText.body(alert);
        String machine = json(fields(alert));
        Map<String, Object> protocols = new LinkedHashMap<>();
        protocols.put("default", text);
        protocols.put("email", text);
        for (String protocol : new String[] {"email-json", "sqs", "lambda", "http", "https", "firehose"}) {
            protocols.put(protocol, machine);
        }
        return json(protocols);
    }

    private static Map<String, Object> fields(Alert alert) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("alertId", alert.alertId());
        fields.put("kind", alert.kind().name());
        fields.put("budgetId", alert.budgetId());
        fields.put("budgetName", alert.budgetName());
        fields.put("owner", alert.owner());
        fields.put("periodStart", alert.window().start().toString());
        fields.put("periodEnd", alert.window().end().toString());
        fields.put("threshold", alert.threshold().label());
        fields.put(
                "covered", alert.covered().stream().map(BudgetThreshold::label).toList());
        fields.put("spent", alert.spent().toString());
        fields.put("amount", alert.amount().toString());
        fields.put("percent", alert.percent().toPlainString());
        fields.put("currency", alert.currency());
        fields.put("raisedAt", alert.raisedAt().toString());
        fields.put("late", alert.late());
        return fields;
    }

    private static String json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, lists and booleans are always JSON", e);
        }
    }

    private static MessageAttributeValue string(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private static MessageAttributeValue number(String value) {
        return MessageAttributeValue.builder()
                .dataType("Number")
                .stringValue(value)
                .build();
    }
}
