package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Alerts as an SNS message: text for people, JSON for machines, attributes for subscription filters
 * (docs.aws.amazon.com/sns/latest/api/API_Publish.html). A message with several alerts has lists as attributes: a filter on
 * {@code budgetId} or {@code kind} then lets it through when any of them fits.
 */
final class SnsMessage {

    /** SNS: less than 100 characters, no line breaks or control characters, ASCII. */
    static final int MAX_SUBJECT = 99;

    /** Keeps a message of the longest names well below the 256 KiB of SNS. */
    static final int LARGEST_GROUP = 20;

    private SnsMessage() {}

    static PublishRequest of(List<Alert> alerts, String topicArn, AlertLinks links) {
        return PublishRequest.builder()
                .topicArn(topicArn)
                .subject(subject(alerts))
                .messageStructure("json")
                .message(body(alerts, links))
                .messageAttributes(alerts.size() == 1 ? attributes(alerts.get(0)) : attributes(alerts))
                .build();
    }

    private static String subject(List<Alert> alerts) {
        String text = AlertText.headline(alerts).replaceAll("[^\\x20-\\x7E]", "?");
        return text.length() <= MAX_SUBJECT ? text : text.substring(0, MAX_SUBJECT - 3) + "...";
    }

    /** One rendering per protocol; protocols that are not named get the default. */
    private static String body(List<Alert> alerts, AlertLinks links) {
        String text = AlertText.body(alerts, links);
        String machine = AlertJson.text(alerts, links);
        Map<String, Object> protocols = new LinkedHashMap<>();
        protocols.put("default", text);
        protocols.put("email", text);
        for (String protocol : new String[] {"email-json", "sqs", "lambda", "http", "https", "firehose"}) {
            protocols.put(protocol, machine);
        }
        return AlertJson.text(protocols);
    }

    private static Map<String, MessageAttributeValue> attributes(Alert alert) {
        return Map.of(
                "alertId", attribute("String", alert.alertId()),
                "budgetId", attribute("String", alert.subject().budgetId()),
                "kind", attribute("String", alert.kind().name()),
                "rule", attribute("String", alert.rule()),
                "threshold", attribute("Number", AlertJson.plain(alert.threshold())),
                "period", attribute("String", alert.subject().window().start().toString()));
    }

    private static Map<String, MessageAttributeValue> attributes(List<Alert> alerts) {
        return Map.of(
                "budgetId", list(alerts, alert -> alert.subject().budgetId()),
                "kind", list(alerts, alert -> alert.kind().name()));
    }

    /** A JSON list of texts; ids and kinds have nothing that needs escaping. */
    private static MessageAttributeValue list(List<Alert> alerts, Function<Alert, String> value) {
        return attribute(
                "String.Array",
                alerts.stream()
                        .map(value)
                        .distinct()
                        .map(text -> "\"" + text + "\"")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
