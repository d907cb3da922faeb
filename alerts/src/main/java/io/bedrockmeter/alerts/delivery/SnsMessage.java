package io.bedrockmeter.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
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
                        "budgetId", string(alert.subject().budgetId()),
                        "kind", string(alert.kind().name()),
                        "rule", string(alert.rule()),
                        "threshold", number(plain(alert.threshold())),
                        "period", string(alert.subject().window().start().toString())))
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
        BudgetSubject subject = alert.subject();
        BudgetReading reading = alert.reading();
        fields.put("budgetId", subject.budgetId());
        fields.put("budgetName", subject.budgetName());
        fields.put("instance", subject.instance());
        fields.put("owner", subject.owner());
        fields.put("periodStart", subject.window().start().toString());
        fields.put("periodEnd", subject.window().end().toString());
        fields.put("rule", alert.rule());
        fields.put("threshold", plain(alert.threshold()));
        fields.put("covered", alert.covered());
        fields.put("unit", reading.limit().measure().unit());
        fields.put("spent", reading.spent().value().toPlainString());
        fields.put("amount", reading.limit().value().toPlainString());
        fields.put("percent", reading.percent().toPlainString());
        reading.forecast().ifPresent(forecast -> fields.put("forecast", forecast(forecast)));
        fields.put("shares", alert.shares().stream().map(SnsMessage::share).toList());
        fields.put("raisedAt", alert.raisedAt().toString());
        fields.put("late", alert.late());
        return fields;
    }

    private static Map<String, Object> forecast(SpendForecast forecast) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("expected", forecast.expected().toPlainString());
        fields.put("low", forecast.low().toPlainString());
        fields.put("high", forecast.high().toPlainString());
        return fields;
    }

    private static Map<String, Object> share(SpendShare share) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", share.key());
        fields.put("value", share.value());
        fields.put("amount", share.amount().toPlainString());
        return fields;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
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
