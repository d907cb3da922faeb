package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.alerts.delivery.FakeSns.Answer;
import io.bedrockmeter.schemas.model.Alert;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The endpoint is set the way operators set it: AWS_ENDPOINT_URL_SNS, here as the system property of the same meaning. */
class SnsNotifierTest {

    private static final List<String> PROPERTIES =
            List.of("aws.endpointUrlSns", "aws.accessKeyId", "aws.secretAccessKey");

    private final FakeSns sns = new FakeSns();
    private SnsNotifier notifier = new SnsNotifier(Optional.empty(), AlertLinks.NONE);

    @BeforeEach
    void configure() {
        System.setProperty("aws.endpointUrlSns", sns.endpoint().toString());
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterEach
    void close() {
        notifier.close();
        sns.close();
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void an_alert_is_published_to_the_topic_of_its_budget_with_attributes_to_filter_by() throws Exception {
        send(Alerts.alert("search-month"));

        assertThat(sns.accepted()).singleElement().satisfies(form -> {
            assertThat(form)
                    .containsEntry("Action", "Publish")
                    .containsEntry("TopicArn", Alerts.TOPIC_ARN)
                    .containsEntry("MessageStructure", "json");
            assertThat(FakeSns.attributes(form))
                    .isEqualTo(Map.of(
                            "alertId", "search-month/2026-11-01T00:00:00Z/80",
                            "budgetId", "search-month",
                            "kind", "THRESHOLD",
                            "rule", "80",
                            "threshold", "80",
                            "period", "2026-11-01T00:00:00Z"));
        });
    }

    @Test
    void people_get_text_and_machines_get_json() throws Exception {
        send(Alerts.alert("search-month"));

        JsonNode message = new ObjectMapper().readTree(sns.accepted().get(0).get("Message"));
        assertThat(message.path("default").asText())
                .startsWith("Budget Search team (search-month) reached 80 %: $401.23 of $500.00 used (80.24 %)");
        assertThat(message.path("default").asText()).contains("model amazon.nova-micro-v1:0: $400.00");
        assertThat(message.path("email")).isEqualTo(message.path("default"));
        JsonNode machine = new ObjectMapper().readTree(message.path("sqs").asText());
        assertThat(machine.path("spent").asText()).isEqualTo("401.234567890123");
        assertThat(machine.path("alertId").asText()).isEqualTo("search-month/2026-11-01T00:00:00Z/80");
    }

    @Test
    void people_and_machines_are_told_where_to_read_on() throws Exception {
        notifier = new SnsNotifier(
                Optional.empty(), new AlertLinks(Optional.of(URI.create("https://meter.example.com/bedrock/"))));

        send(Alerts.alert("search-month"));
        notifier.send(List.of(Alerts.alert("a"), Alerts.alert("b")), "chat:" + Alerts.TOPIC_ARN);

        String link = "https://meter.example.com/bedrock/#/budgets/";
        JsonNode message = new ObjectMapper().readTree(sns.accepted().get(0).get("Message"));
        assertThat(message.path("email").asText()).contains("Read on: " + link + "search-month\n");
        assertThat(message.path("sqs").asText()).contains("\"link\":\"" + link + "search-month\"");
        assertThat(sns.accepted().get(1).get("Message")).contains(link + "a").contains(link + "b");
    }

    @Test
    void without_a_public_url_nothing_is_linked() throws Exception {
        send(Alerts.alert("search-month"));

        assertThat(sns.accepted().get(0).get("Message"))
                .doesNotContain("Read on")
                .doesNotContain("link");
    }

    @Test
    void a_subject_is_short_printable_ascii_whatever_the_budget_is_called() throws Exception {
        send(Alerts.alert("a".repeat(64), "Größe\n\u0007" + "x".repeat(200), List.of(Alerts.TOPIC_ARN)));

        assertThat(sns.accepted().get(0).get("Subject"))
                .hasSizeLessThanOrEqualTo(99)
                .matches("[ -~]+");
    }

    @Test
    void the_topic_for_all_gets_alerts_of_budgets_without_a_target() throws Exception {
        notifier = new SnsNotifier(Optional.of("arn:aws:sns:us-east-1:123456789012:all"), AlertLinks.NONE);

        send(Alerts.alert("b", "B", List.of()));

        assertThat(sns.accepted())
                .singleElement()
                .satisfies(form -> assertThat(form.get("TopicArn")).endsWith(":all"));
    }

    @Test
    void without_any_topic_there_is_nothing_to_do() throws Exception {
        send(Alerts.alert("b", "B", List.of()));

        assertThat(sns.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"THROTTLE", "FAIL", "FORBID", "DROP_CONNECTION"})
    void an_outage_is_temporary(Answer answer) {
        sns.answer(answer);

        assertThatThrownBy(() -> send(Alerts.alert("b")))
                .isInstanceOfSatisfying(
                        NotificationFailedException.class,
                        e -> assertThat(e.isPermanent()).isFalse());
        assertThat(sns.received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"NOT_FOUND", "INVALID_PARAMETER"})
    void what_sns_will_never_accept_is_permanent(Answer answer) {
        sns.answer(answer);

        assertThatThrownBy(() -> send(Alerts.alert("b")))
                .isInstanceOfSatisfying(
                        NotificationFailedException.class,
                        e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining(Alerts.TOPIC_ARN);
    }

    @Test
    void an_answer_that_does_not_come_is_an_outage() {
        sns.answer(Answer.HANG);
        notifier = new SnsNotifier(Optional.empty(), AlertLinks.NONE, Duration.ofMillis(300));

        assertThatThrownBy(() -> send(Alerts.alert("b")))
                .isInstanceOfSatisfying(
                        NotificationFailedException.class,
                        e -> assertThat(e.isPermanent()).isFalse())
                .hasMessageContaining(Alerts.TOPIC_ARN);
    }

    @Test
    void every_topic_is_a_destination_of_its_own() {
        String other = "arn:aws:sns:us-east-1:123456789012:other";
        notifier = new SnsNotifier(Optional.of("arn:aws:sns:us-east-1:123456789012:all"), AlertLinks.NONE);

        assertThat(notifier.destinations(Alerts.alert("b", "B", List.of(Alerts.TOPIC_ARN, other))))
                .containsExactly(Alerts.TOPIC_ARN, other, "arn:aws:sns:us-east-1:123456789012:all");
    }

    @Test
    void several_alerts_are_one_message_that_filters_on_any_of_them() throws Exception {
        notifier.send(List.of(Alerts.alert("a"), Alerts.alert("b")), Alerts.TOPIC_ARN);

        Map<String, String> form = sns.accepted().get(0);
        assertThat(form).containsEntry("Subject", "2 alerts of 2 budgets");
        assertThat(FakeSns.attributes(form)).isEqualTo(Map.of("budgetId", "[\"a\",\"b\"]", "kind", "[\"THRESHOLD\"]"));
        JsonNode message = new ObjectMapper().readTree(form.get("Message"));
        assertThat(message.path("email").asText())
                .contains("Search team (a) reached 80 %", "Search team (b) reached 80 %");
        assertThat(new ObjectMapper().readTree(message.path("sqs").asText()).path("alerts"))
                .hasSize(2);
    }

    @Test
    void the_largest_message_fits_into_sns() throws Exception {
        String longest = "\u00fc".repeat(256);
        List<Alert> alerts = IntStream.range(0, notifier.largestGroup())
                .mapToObj(i -> Alerts.alert("b".repeat(60) + i, longest, List.of(Alerts.TOPIC_ARN)))
                .toList();

        notifier.send(alerts, Alerts.TOPIC_ARN);

        assertThat(sns.accepted().get(0).get("Message").getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(256 << 10);
    }

    @Test
    void a_chat_topic_gets_a_custom_notification_in_the_thread_of_the_budget() throws Exception {
        notifier.send(List.of(Alerts.alert("search-month")), "chat:" + Alerts.TOPIC_ARN);

        Map<String, String> form = sns.accepted().get(0);
        assertThat(form).containsEntry("TopicArn", Alerts.TOPIC_ARN).doesNotContainKey("MessageStructure");
        JsonNode message = new ObjectMapper().readTree(form.get("Message"));
        assertThat(message.path("version").asText()).isEqualTo("1.0");
        assertThat(message.path("source").asText()).isEqualTo("custom");
        assertThat(message.path("id").asText()).isEqualTo("search-month/2026-11-01T00:00:00Z/80");
        assertThat(message.path("content").path("textType").asText()).isEqualTo("client-markdown");
        assertThat(message.path("content").path("title").asText()).startsWith("Budget Search team");
        assertThat(message.path("metadata").path("threadId").asText()).isEqualTo("search-month 2026-11-01T00:00:00Z");
    }

    @Test
    void a_topic_for_all_that_is_no_arn_is_refused() {
        assertThatThrownBy(() -> new SnsNotifier(Optional.of("my-topic"), AlertLinks.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"my-topic\"");
    }

    private void send(Alert alert) throws NotificationFailedException {
        for (String destination : notifier.destinations(alert)) {
            notifier.send(List.of(alert), destination);
        }
    }
}
