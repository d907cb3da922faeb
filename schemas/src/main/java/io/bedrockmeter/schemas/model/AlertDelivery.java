package io.bedrockmeter.schemas.model;

import java.time.Instant;

/**
 * How far an alert has come on its way to one destination: the value of the alert-deliveries topic.
 *
 * @param alertId the alert
 * @param destination where it goes: {@code console}, the ARN of an SNS topic (with {@code chat:} before it for chat
 *     messages), or the URL of a webhook
 * @param state how far
 * @param attempts how often it was sent
 * @param receipt what the destination answered, such as an SNS message id; empty while waiting and where there is none
 * @param reason why it was not accepted the last time, or why it waits; empty once confirmed
 * @param updatedAt wall-clock time of this state
 */
public record AlertDelivery(
        String alertId,
        String destination,
        State state,
        int attempts,
        String receipt,
        String reason,
        Instant updatedAt) {

    /** How far a delivery has come. */
    public enum State {
        /** Will be sent, or sent again. */
        WAITING,
        /** The destination accepted it. */
        CONFIRMED,
        /** The destination will never accept it. */
        ABANDONED
    }

    /** Key on the topic. */
    public String key() {
        return key(alertId, destination);
    }

    /** Key on the topic: the alert id, a bar, and the destination. */
    public static String key(String alertId, String destination) {
        return alertId + "|" + destination;
    }
}
