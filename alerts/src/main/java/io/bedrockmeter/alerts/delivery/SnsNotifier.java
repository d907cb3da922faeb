package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.alerts.text.Quote;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.Budget;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes alerts to SNS topics: the targets of the budget and, where configured, one topic for all. Credentials come from
 * the SDK's default chain, the Region from the topic's ARN, the endpoint from {@code AWS_ENDPOINT_URL_SNS} or
 * {@code AWS_ENDPOINT_URL} when set (the SDK reads both). Needs {@code sns:Publish}.
 */
public final class SnsNotifier implements Notifier {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Answers that stay the same however often the alert is sent (API_Publish.html, errors). A missing permission is not
     * among them: it can be granted while the alert waits.
     */
    private static final Set<String> PERMANENT = Set.of(
            "NotFound",
            "InvalidParameter",
            "InvalidParameterValue",
            "ParameterValueInvalid",
            "ValidationException",
            "ValidationError",
            "EndpointDisabled",
            "PlatformApplicationDisabled");

    /** Before the ARN of a topic that Amazon Q Developer in chat applications reads. */
    private static final String CHAT = "chat:";

    private final Optional<String> topicForAll;
    private final AlertLinks links;
    private final Duration callTimeout;
    private final Map<String, SnsClient> clients = new HashMap<>();

    /**
     * @param topicForAll ARN of a topic that gets every alert, empty for none
     * @param links where messages link to
     * @throws IllegalArgumentException when it is no ARN of an SNS topic
     */
    public SnsNotifier(Optional<String> topicForAll, AlertLinks links) {
        this(topicForAll, links, CALL_TIMEOUT);
    }

    SnsNotifier(Optional<String> topicForAll, AlertLinks links, Duration callTimeout) {
        topicForAll.filter(arn -> !Budget.isTarget(arn)).ifPresent(arn -> {
            throw new IllegalArgumentException("SNS topic: got " + Quote.of(arn)
                    + ", expected an ARN such as arn:aws:sns:us-east-1:123456789012:alerts");
        });
        this.topicForAll = topicForAll;
        this.links = links;
        this.callTimeout = callTimeout;
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public List<String> destinations(Alert alert) {
        Set<String> topics = new LinkedHashSet<>(alert.targets());
        topicForAll.ifPresent(topics::add);
        return List.copyOf(topics);
    }

    @Override
    public int largestGroup() {
        return SnsMessage.LARGEST_GROUP;
    }

    @Override
    public void close() {
        clients.values().forEach(SnsClient::close);
    }

    @Override
    public String send(List<Alert> alerts, String destination) throws NotificationFailedException {
        boolean chat = destination.startsWith(CHAT);
        String topic = chat ? destination.substring(CHAT.length()) : destination;
        try {
            PublishRequest request = chat ? ChatMessage.of(alerts, topic, links) : SnsMessage.of(alerts, topic, links);
            return client(topic).publish(request).messageId();
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(e.awsErrorDetails().errorCode());
            String message = "SNS refused to publish to " + topic + ": HTTP " + e.statusCode() + " " + code;
            throw PERMANENT.contains(code)
                    ? NotificationFailedException.permanent(message, e)
                    : NotificationFailedException.temporary(message, e);
        } catch (SdkException e) {
            throw NotificationFailedException.temporary("cannot reach SNS for " + topic + ": " + e.getMessage(), e);
        }
    }

    /** A topic is published to in its own Region only: the fourth part of its ARN. */
    private SnsClient client(String topic) {
        return clients.computeIfAbsent(
                topic.split(":", 5)[3],
                region -> SnsClient.builder()
                        .region(Region.of(region))
                        .httpClientBuilder(UrlConnectionHttpClient.builder()
                                .connectionTimeout(CONNECT_TIMEOUT)
                                .socketTimeout(callTimeout))
                        .overrideConfiguration(ClientOverrideConfiguration.builder()
                                .apiCallTimeout(callTimeout)
                                // The dispatcher repeats, with pauses that let other alerts pass.
                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                .build())
                        .build());
    }
}
