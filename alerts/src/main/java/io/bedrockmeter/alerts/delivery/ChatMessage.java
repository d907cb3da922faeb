package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Alerts as a custom notification of Amazon Q Developer in chat applications
 * (docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html), with one thread per budget and period.
 */
final class ChatMessage {

    private static final int MAX_TITLE = 250;
    private static final int MAX_DESCRIPTION = 8_000;
    private static final int MAX_KEYWORD = 75;

    private ChatMessage() {}

    static PublishRequest of(List<Alert> alerts, String topicArn, AlertLinks links) {
        return PublishRequest.builder()
                .topicArn(topicArn)
                .message(AlertJson.text(fields(alerts, links)))
                .build();
    }

    private static Map<String, Object> fields(List<Alert> alerts, AlertLinks links) {
        Alert first = alerts.get(0);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("textType", "client-markdown");
        content.put("title", cut(AlertText.headline(alerts), MAX_TITLE));
        content.put("description", cut(AlertText.body(alerts, links), MAX_DESCRIPTION));
        content.put(
                "keywords",
                alerts.stream()
                        .map(alert -> cut(alert.subject().key(), MAX_KEYWORD))
                        .distinct()
                        .toList());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("threadId", thread(alerts));
        metadata.put("summary", cut(AlertText.headline(alerts), MAX_TITLE));
        metadata.put("eventType", alerts.size() == 1 ? first.kind().name() : "SEVERAL");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", "1.0");
        fields.put("source", "custom");
        fields.put("id", first.alertId());
        fields.put("content", content);
        fields.put("metadata", metadata);
        return fields;
    }

    private static String thread(List<Alert> alerts) {
        return alerts.stream()
                .map(alert ->
                        alert.subject().key() + " " + alert.subject().window().start())
                .distinct()
                .sorted()
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(), threads -> threads.size() == 1 ? threads.get(0) : "several"));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
